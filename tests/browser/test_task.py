"""The page Your task as a visitor uses it: mouse, keyboard, finger and table."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.canvas import QUICK, THREE, near, place, shades, wait_for, wait_for_answers, wait_for_points
from tests.browser.conftest import MOVING, Server, Visit, press

pytestmark = pytest.mark.browser


def test_points_are_drawn_dragged_removed_and_undone(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&{THREE}", height=1100)
    wait_for_answers(page)
    before = shades(page)
    page.mouse.click(*place(page, -1.5, -1.5))
    points = wait_for_points(page, 4)
    assert near(points[3], -1.5, -1.5) and points[3][2] == 0
    page.get_by_role("button", name="orange circle").click()
    page.mouse.click(*place(page, 2, -2))
    points = wait_for_points(page, 5)
    assert near(points[4], 2, -2) and points[4][2] == 1
    wait_for_answers(page)
    assert shades(page) != before
    page.mouse.move(*place(page, 2, -2))
    page.mouse.down()
    page.mouse.move(*place(page, 1, 0), steps=6)
    page.mouse.move(*place(page, 0, 2.5), steps=6)
    page.mouse.up()
    wait_for(page, "at.get('points').split('~')[4].startsWith('0_2.')")
    press(page, "Undo")  # a drag is one step, however many places it passes
    wait_for(page, "at.get('points').split('~')[4].startsWith('2_-')")
    page.mouse.click(*place(page, 0.4, 1.6))
    assert all(not near(point, 0.4, 1.6) for point in wait_for_points(page, 4))
    press(page, "Undo")
    wait_for_points(page, 5)
    press(page, "Clear")
    wait_for_points(page, 0)
    page.get_by_text("No points yet").wait_for()
    press(page, "Undo")
    again = wait_for_points(page, 5)
    page.reload()
    wait_for_answers(page)
    assert wait_for_points(page, 5) == again


def test_the_keyboard_does_all_that_a_mouse_does(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}", height=1100, dark=True)
    wait_for_answers(page)
    board = page.locator(".board")
    board.focus()
    for key in ("ArrowRight", "ArrowUp", "2"):
        board.press(key)
    (point,) = wait_for_points(page, 1)
    assert point == (0.3, 0.3, 1)
    expect(page.locator(".says")).to_have_text("Placed: orange circle (0.30, 0.30)")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "1"):
        board.press(key)
    assert wait_for_points(page, 2)[1] == (-0.6, 0.3, 0)
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        board.press(key)
    wait_for(page, "at.get('points') === '0.3_0.3_1~-0.6_-0.3_0'")
    board.press("Control+z")  # one step, however far it was carried
    wait_for(page, "at.get('points') === '0.3_0.3_1~-0.6_0.3_0'")
    for key in ("ArrowUp", "ArrowUp", "Delete"):
        board.press(key)
    assert wait_for_points(page, 1) == ((0.3, 0.3, 1),)
    assert "1 × orange circle" in (board.get_attribute("aria-label") or "")


def first_cell(page: Page) -> Locator:
    """Opens the x of the first point of THREE in the table, to be typed into."""
    wait_for_answers(page)
    table = page.get_by_test_id("stDataFrame")
    table.locator("[role=gridcell]", has_text="-1.2").first.wait_for(state="attached")
    page.wait_for_timeout(500)  # its layout settles
    frame = table.bounding_box()
    assert frame
    page.mouse.dblclick(frame["x"] + 70, frame["y"] + 52)
    return page.locator("#portal input")


def test_the_table_and_the_canvas_stay_in_step(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&{THREE}", height=1100)
    editor = first_cell(page)
    editor.fill("2.5")
    editor.press("Enter")
    wait_for(page, "at.get('points').startsWith('2.5_0.9_1~')")
    page.mouse.click(*place(page, -2, -2))
    wait_for_points(page, 4)
    expect(page.get_by_test_id("stDataFrame").locator("[role=gridcell]", has_text="■ blue")).to_have_count(2)


def test_a_decimal_comma_is_a_decimal_point_in_the_table(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&{THREE}", height=1100)
    editor = first_cell(page)
    editor.press("Control+a")
    editor.press_sequentially("1,5")
    editor.press("Enter")
    wait_for(page, "at.get('points').startsWith('1.5_0.9_1~')")


@pytest.mark.parametrize("style", ["zoom: 1.5", "zoom: 0.7", "transform: scale(0.7); transform-origin: 0 0"])
def test_a_click_lands_where_it_is_made_on_a_page_that_is_scaled(server: Server, visit: Visit, style: str) -> None:
    page = visit(f"{server.url}/task?{QUICK}", height=1400)
    wait_for_answers(page)
    page.evaluate("style => { document.querySelector('.stApp').style.cssText = style; }", style)
    page.mouse.click(*place(page, 1, -2))
    assert near(wait_for_points(page, 1)[0], 1, -2)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(MOVING)
    yield page
    context.close()


def test_a_finger_places_and_moves_points_on_a_narrow_screen(server: Server, phone: Page) -> None:
    phone.goto(f"{server.url}/task?{QUICK}&{THREE}")
    wait_for_answers(phone)
    board = phone.locator(".board")
    board.scroll_into_view_if_needed()
    phone.touchscreen.tap(*place(phone, -2, -2))
    assert near(wait_for_points(phone, 4)[3], -2, -2)
    phone.touchscreen.tap(*place(phone, -2, -2))
    wait_for_points(phone, 3)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tile, canvas = phone.locator(".faces").bounding_box(), board.bounding_box()
    assert tile and canvas and tile["y"] > canvas["y"] + canvas["height"], "one column"


def test_steps_of_adapting_and_a_faulty_address(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&points=1_2&task=9999", height=1100)
    for part in ("points: “1_2”", "task: “9999”"):
        page.get_by_text(part).wait_for()
    page.locator(".sketchpad[data-updates]").first.wait_for()
    expect(page.locator(".board")).to_have_count(1)  # while a page is drawn anew, the old one stays for a moment
    page.mouse.click(*place(page, 1, 1))
    wait_for_points(page, 1)
    page.get_by_role("button", name="orange circle").click()
    page.mouse.click(*place(page, -1, -1))
    wait_for_points(page, 2)
    wait_for_answers(page)
    after = shades(page)
    page.get_by_role("slider", name="Steps of adapting").press("Home")
    expect(page.locator(".steps output")).to_have_text("step 0 of 1")
    assert shades(page) != after
    assert parse_qs(urlparse(page.url).query)["task"] == ["0"]


def test_values_are_drawn_on_a_curve(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?family=sinusoid&algorithms=&learners=neighbours&ensembles=", height=1100)
    wait_for_answers(page)
    board = page.locator(".board").bounding_box()
    assert board
    page.mouse.click(board["x"] + board["width"] / 4, board["y"] + board["height"] / 4)
    (point,) = wait_for_points(page, 1)
    assert abs(point[0] + 2.5) < 0.1 and abs(point[1] - 2.8) < 0.1
    wait_for_answers(page)
    press(page, "Draw the truth")
    page.get_by_text("Squared error here").wait_for()

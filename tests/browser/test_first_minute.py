"""The first minute on the Playground: it wins, all that matters is in view, and each part tells what it is about."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages.parts.playground.sidebar import MAIN
from pages.parts.playground.strip import ABOUT, INNER, OUTER
from pages.parts.playground.texts import PACE_HELP
from tests.browser.conftest import Server, Visit, press, step, wait_for_charts, wait_for_setting, wait_for_step

pytestmark = pytest.mark.browser

LIT = "[...document.querySelectorAll('[data-lit]')].map(it => [...it.classList].join(' ')).join(' ')"


def in_view(page: Page, key: str) -> bool:
    box = page.locator(f".st-key-{key}").bounding_box()
    size = page.viewport_size
    assert box and size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"] and box["x"] + box["width"] <= size["width"]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1400, 1000), (390, 844)])
def test_play_and_the_four_dials_are_in_view_while_it_wins(
    server: Server, visit: Visit, width: int, height: int
) -> None:
    page = visit(server.url, width=width, height=height)
    page.get_by_text("From scratch").first.wait_for()
    page.get_by_text("Practice pays").wait_for()
    assert [key for key in ("play", "pace", *(f"dial_{name}" for name in MAIN)) if not in_view(page, key)] == []
    picture, dials = page.locator(".st-key-focus").bounding_box(), page.locator(".st-key-main_dials").bounding_box()
    assert picture and dials
    assert (picture["y"] + picture["height"] <= dials["y"]) == (width < 640), "on a phone right under the picture"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def told(page: Page) -> tuple[int, int, float]:
    """The meta-step that the counter, the strip and the curve's axis tell."""
    axis = page.evaluate("document.querySelector('.st-key-curve .chart')._fullLayout.xaxis.range[1]")
    return step(page), int(page.locator(".strip").get_attribute("data-step") or -1), axis


def test_at_the_slow_pace_every_step_is_seen_and_all_agree(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?family=sinusoid&hidden=10&meta_batch=4")
    wait_for_charts(page)
    wait_for_step(page, 40)
    page.locator(".st-key-pace").get_by_test_id("stTooltipIcon").hover()
    page.get_by_role("tooltip").get_by_text(PACE_HELP).wait_for()
    page.get_by_role("radio", name="Slow").click()
    seen: list[int] = []
    for _ in range(80):
        counter, strip, axis = told(page)
        if counter == strip == round(axis) and counter not in seen:
            seen.append(counter)
        if len(seen) > 5:
            break
        page.wait_for_timeout(100)
    first = seen[1]  # the one before may have been under way
    assert seen[1:] == list(range(first, first + len(seen) - 1)) and len(seen) > 5
    page.get_by_role("radio", name="Full speed").click()
    wait_for_step(page, first + 500)
    press(page, "Pause")
    page.get_by_text("paused").first.wait_for()
    expect(page.locator(f".strip[data-step='{step(page)}']")).to_have_count(1)


@pytest.mark.parametrize("name", ABOUT)
def test_the_strip_the_formula_and_the_page_light_each_other_up(server: Server, visit: Visit, name: str) -> None:
    page = visit(f"{server.url}/?family=sinusoid&hidden=10&meta_batch=4")
    wait_for_charts(page)
    own = page.locator(f".strip button[data-about={name}]")
    formula = [it for it, about in (*INNER, *OUTER) if about == name]
    own.hover()
    lit = page.evaluate(LIT)
    assert all(f"st-key-{key}" in lit for key in ABOUT[name] if page.locator(f".st-key-{key}").is_visible())
    assert page.locator(".strip i.lit").all_inner_texts() == formula
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)
    for key in ABOUT[name]:
        if (part := page.locator(f".st-key-{key}")).is_visible():
            part.hover()
            expect(own).to_have_class(re.compile("lit"))
    for at, piece in enumerate(formula):
        page.locator(f".strip i[data-about={name}]").nth(at).hover()
        expect(own).to_have_class(re.compile("lit"))
        assert piece in page.locator(".strip p").inner_text()


def test_each_sentence_of_the_story_shows_what_it_speaks_of(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?family=sinusoid&hidden=10&meta_batch=4")
    wait_for_charts(page)
    page.get_by_text("A tour in six sentences").click()

    def touch(key: str) -> None:
        page.locator(f".st-key-story_{key} button").click()

    touch("before")
    expect(page.locator(".st-key-stage input")).to_have_value("0")
    expect(page.locator(".strip button[data-about=adapt]")).to_have_class(re.compile("lit"))
    touch("after")
    expect(page.locator(".st-key-stage input")).to_have_value("1")
    touch("other")
    page.get_by_role("img", name=re.compile("^New task 2 after")).wait_for()
    touch("slow")
    expect(page.get_by_role("radio", name="Slow")).to_be_checked()
    touch("few")
    wait_for_setting(page, "tasks", "3")

"""Back and Forward: a page or an example that is opened is a place to come back to, a dial that is moved is none."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import MOVING, Server, Visit, press, wait_for_setting, wait_for_step

pytestmark = pytest.mark.browser
SMALL = "family=linear&tasks=10&shots=10&queries=90&hidden=10&alpha=0.3&inner_steps=3&meta_batch=10"
EXAMPLES = {  # of each page that has some: two
    "": ("Sine waves", "Four classes"),
    "compare": ("Waves", "Lines"),
    "sweep": ("Waves", "Noise"),
    "transfer": ("Waves", "A transformer on shapes"),
    "ensembles": ("Averaging collapses", "A soup that fails"),
    "task": ("Four clouds", "A wave from three points"),
    "data": ("Breast cancer", "Diabetes"),
}
DIALS = {  # of each page: one, and what the first move makes of it
    "compare": ("compare_dial_shots", "shots"),
    "sweep": ("sweep_dial_steps", "steps"),
    "transfer": ("transfer_dial_shots", "shots"),
    "ensembles": ("ensembles_dial_known", "known"),
    "learners": ("learners_dial_shots", "shots"),
    "task": ("task_dial_noise", "noise"),
}


def setting(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query)[name][0]


def entries(page: Page) -> int:
    return page.evaluate("history.length")


def example(page: Page, label: str) -> Locator:
    return page.get_by_role("radio", name=label, exact=True)


def chosen(page: Page, label: str) -> None:
    """Waits until this example is the one that is shown."""
    expect(example(page, label)).to_be_checked(timeout=MOVING)


def choose(page: Page, label: str) -> str:
    """Opens an example; the address that it has."""
    before = entries(page)
    example(page, label).click()
    page.wait_for_function("before => history.length === before + 1", arg=before)
    chosen(page, label)
    return settled(page)


def settled(page: Page) -> str:
    """The address, once it stays the same for a second."""
    page.wait_for_load_state("networkidle")
    while True:
        before = page.url
        page.wait_for_timeout(1000)
        if page.url == before:
            return before


def follow(page: Page, name: str) -> None:
    page.get_by_test_id("stPageLink").get_by_text(name, exact=True).click()


@pytest.mark.parametrize("path", EXAMPLES)
def test_back_and_forward_restore_what_was_opened(path: str, server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/{path}")
    example(page, EXAMPLES[path][0]).wait_for()
    page.wait_for_function(f"location.search || {str(path == 'data').lower()}")
    places = [settled(page), *(choose(page, label) for label in EXAMPLES[path])]
    assert len(set(places)) == 3 and entries(page) == 4  # a new tab is the first
    for move, place in ((page.go_back, 1), (page.go_back, 0), (page.go_forward, 1), (page.go_forward, 2)):
        move()
        if place:
            chosen(page, EXAMPLES[path][place - 1])
        assert settled(page) == places[place] and entries(page) == 4


def test_a_moved_dial_is_no_place_to_come_back_to(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/guide")
    follow(page, "Playground")
    wait_for_step(page, 1)
    page.wait_for_function("location.search")
    for label, name in (("Alpha", "alpha"), ("Inner steps$", "inner_steps"), ("Training tasks", "tasks")):
        before = setting(page, name)
        page.get_by_role("slider", name=re.compile(label)).press("ArrowLeft")
        page.wait_for_function("([n, v]) => new URLSearchParams(location.search).get(n) !== v", arg=[name, before])
    moved = settled(page)
    assert entries(page) == 3
    page.go_back()
    page.get_by_role("heading", name="How it works").wait_for()
    assert urlsplit(page.url).path == "/guide"
    page.go_forward()
    wait_for_step(page, 1)
    assert settled(page) == moved
    page.go_back()
    page.go_back()
    assert page.url == "about:blank", "and then the site is left"


def test_back_goes_from_page_to_page_and_finds_each_as_it_was(server: Server, visit: Visit) -> None:
    page, places = visit(f"{server.url}/methods"), []
    names = {"compare": "Compare", "sweep": "Sweep", "transfer": "Across domains", "ensembles": "Ensembles",
             "learners": "Base learners", "task": "Your task", "data": "Your data"}  # fmt: skip
    for path, name in names.items():
        follow(page, name)
        page.get_by_role("heading", name=name, exact=True).wait_for()
        if path in DIALS:
            key, setting_name = DIALS[path]
            page.wait_for_function("location.search")
            before = parse_qs(urlsplit(settled(page)).query)[setting_name][0]
            dial = page.locator(f".st-key-{key} input").first
            if not dial.is_visible():  # settings fold away where the page has started by itself
                page.locator("[data-testid=stExpander] summary").first.click()
            dial.press("ArrowRight")
            page.wait_for_function(
                "([n, v]) => new URLSearchParams(location.search).get(n) !== v", arg=[setting_name, before]
            )
        places.append(settled(page))
    assert entries(page) == 2 + len(places)
    for name, place in list(zip(names.values(), places, strict=True))[-2::-1]:
        page.go_back()
        page.get_by_role("heading", name=name, exact=True).wait_for()
        assert settled(page) == place
    page.go_back()
    page.get_by_role("heading", name="Catalogue").wait_for()


def test_an_address_that_comes_before_its_page_is_not_written_into_the_entry_of_the_page_before(
    server: Server, visit: Visit
) -> None:
    page = visit(f"{server.url}/guide")
    page.get_by_role("heading", name="How it works").wait_for()
    for write in ("pushState", "replaceState"):  # as Streamlit does where a busy browser takes in two answers at once
        page.evaluate("write => history[write]({}, '', `${location.pathname}?alpha=1`)", write)
        assert page.url == f"{server.url}/guide"
    follow(page, "Playground")
    wait_for_step(page, 1)
    page.wait_for_function("location.search.includes('family')")
    page.go_back()
    page.get_by_role("heading", name="How it works").wait_for()
    assert page.url == f"{server.url}/guide" and entries(page) == 3


def test_back_that_is_pressed_twice_at_once_goes_back_twice(server: Server, visit: Visit) -> None:
    page, places = visit(f"{server.url}/methods"), []
    for name in ("Compare", "Sweep", "Ensembles"):
        follow(page, name)
        page.get_by_role("heading", name=name, exact=True).wait_for()
        page.wait_for_function("location.search")
        places.append(settled(page))
    page.evaluate("history.back(); setTimeout(() => history.back(), 60)")
    page.get_by_role("heading", name="Compare", exact=True).wait_for()
    assert settled(page) == places[0]


def test_a_reload_after_back_keeps_what_was_come_back_to(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}&seed=5")
    wait_for_step(page, 1)
    first = settled(page)
    choose(page, "Sine waves")
    page.go_back()
    wait_for_setting(page, "seed", "5")
    assert settled(page) == first
    page.reload()
    wait_for_step(page, 1)
    assert settled(page) == first and "seed=5" in first
    page.get_by_role("slider", name=re.compile("Alpha")).press("ArrowRight")
    wait_for_setting(page, "alpha", "1")
    page.go_forward()
    chosen(page, "Sine waves")


def test_back_while_all_is_under_way(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    wait_for_step(page, 1)
    first = settled(page)
    second = choose(page, "Sine waves")
    for pause in (0, 50, 300):
        page.get_by_role("slider", name=re.compile("Alpha")).press("ArrowRight")
        page.wait_for_timeout(pause)  # its answer may still be on its way
        page.go_back()
        wait_for_setting(page, "family", "linear")
        assert settled(page) == first
        page.go_forward()
        wait_for_setting(page, "family", "sinusoid")
        assert settled(page).split("alpha")[0] == second.split("alpha")[0]


def test_a_race_that_was_left_by_an_example_is_there_again(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/compare?methods=maml,fomaml&family=linear&steps=300")
    press(page, "Race")
    page.get_by_role("button", name=re.compile("Pause$")).wait_for()
    page.get_by_role("button", name=re.compile("Pause$")).wait_for(state="detached")
    choose(page, "Waves")
    page.get_by_text("Choose who races").wait_for()
    page.go_back()
    page.locator("table").wait_for()

"""Pages that show something that moves without a click, stop when they are left, and are found as they were."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages.parts.frame.texts import NAVIGATION
from tests.browser.conftest import MOVING, Server, Visit, press, step, wait_for_step

pytestmark = pytest.mark.browser
# The buttons that start and halt a page, and an address that asks for more than its first example.
LONG = {
    "compare": ("Race", "Pause", "methods=maml,fomaml&family=linear&steps=50000"),
    "sweep": ("Sweep", "Stop", "family=linear&hidden=4&inner_steps=1&x=alpha&xs=0.1,0.3&y=none&steps=50000"),
    "transfer": ("Start", "Pause", "families=linear,opposite&algorithm=joint&steps=20000"),
    "learners": ("Improve", "Pause", "family=linear&learner=random_forest"),
}
BAR = "[data-testid=stProgress]"  # tells on each page how far it is
NOW = f"""() => {{
  const bar = document.querySelector("{BAR}");
  return bar ? bar.innerText + bar.querySelector("[role=progressbar]").getAttribute("aria-valuenow") : "";
}}"""
MOVED = f"() => (window.seen = (window.seen ?? new Set()).add(({NOW})())).size > 2"


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=NAVIGATION[f"pages/{name}.py"][0], exact=True).first.click()


@pytest.mark.parametrize("name", LONG)
def test_a_page_moves_without_a_click_and_its_address_starts_again(name: str, server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/{name}")
    page.wait_for_function(MOVED)
    page.wait_for_function("location.search.length > 1")
    stranger = visit(page.url)
    stranger.wait_for_function(MOVED)


@pytest.mark.parametrize("name", LONG)
def test_an_address_with_other_settings_waits_for_a_click(name: str, server: Server, visit: Visit) -> None:
    start, halt, query = LONG[name]
    page = visit(f"{server.url}/{name}?{query}")
    page.get_by_role("button", name=re.compile(f"{start}$")).wait_for()
    page.wait_for_timeout(3000)
    assert not page.locator(BAR).count()
    assert not page.get_by_role("button", name=re.compile(f"{halt}$")).count()


@pytest.mark.parametrize("name", LONG)
def test_a_page_that_is_left_is_found_as_it_was(name: str, server: Server, visit: Visit) -> None:
    start, halt, query = LONG[name]
    page = visit(f"{server.url}/{name}?{query}")
    press(page, start)
    page.locator(BAR).wait_for()
    go(page, "guide")
    page.get_by_role("heading", name="How it works", exact=True).wait_for()
    go(page, name)
    page.locator(BAR).wait_for(timeout=10_000)  # what was there is drawn at once, and goes on
    page.wait_for_function(MOVED)
    press(page, halt)
    page.get_by_role("button", name="Go on").wait_for()
    page.wait_for_timeout(1500)
    before = page.evaluate(NOW)
    go(page, "guide")
    page.get_by_role("heading", name="How it works", exact=True).wait_for()
    go(page, name)
    page.get_by_role("button", name="Go on").wait_for()
    page.wait_for_timeout(3000)
    assert page.evaluate(NOW) == before, "it stands still where it was paused"


def test_an_example_trains_until_a_table_of_ones_own_takes_its_place(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data", height=1400)
    wait_for_step(page, 50)
    page.get_by_text("This is an example: Life expectancy").wait_for()
    reached = step(page)
    go(page, "guide")
    page.get_by_role("heading", name="How it works", exact=True).wait_for()
    go(page, "data")
    wait_for_step(page, reached)
    rows = "\n".join(f"shop {row % 8},{row % 7},{row * row % 11}" for row in range(160))
    table = {"name": "mine.csv", "mimeType": "text/csv", "buffer": f"shop,size,sold\n{rows}".encode()}
    page.locator("input[type=file]").first.set_input_files(table)
    page.get_by_text("mine.csv").wait_for(timeout=MOVING)
    expect(page.get_by_role("button", name="Train on it")).to_be_enabled()
    page.wait_for_timeout(3000)
    assert not page.get_by_text("This is an example").count() and not page.get_by_text(re.compile("^Meta-step")).count()

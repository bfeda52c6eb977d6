"""The pages Ensembles and Base learners as a visitor uses them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server, Visit, press, wait_for_setting

pytestmark = pytest.mark.browser
QUICK = "family=linear&algorithm=maml&members=10&known=5&points=20&steps=100&task=3"


def table(page: Page) -> str:
    return page.get_by_test_id("stTable").first.inner_text()


def wait_for_lab(page: Page) -> None:
    """Waits until every way to combine has been measured on the new tasks."""
    page.get_by_text("Adapting alone").first.wait_for()
    page.get_by_text("Best possible:").wait_for()


def wait_for_another_table(page: Page, before: str) -> None:
    now = "document.querySelector('[data-testid=stTable]')?.innerText ?? before"
    page.wait_for_function(f"before => ({now}) !== before", arg=before)


def slide(page: Page, name: str, key: str) -> None:
    page.get_by_role("slider", name=re.compile(name)).first.press(key)


def test_the_support_slider_and_another_task_change_what_is_seen(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/ensembles?{QUICK}", height=3000)
    wait_for_lab(page)
    before = table(page)
    assert all(name in before for name in ("Average", "Soup", "Weighted", "Stacking"))
    slide(page, "Support points of the new task", "ArrowRight")
    wait_for_setting(page, "known", "7")
    page.wait_for_function(
        "before => (document.querySelector('[data-testid=stTable]')?.innerText ?? before) !== before", arg=before
    )
    wait_for_lab(page)
    again = table(page)
    press(page, "Another new task")
    wait_for_setting(page, "task", "4")
    page.wait_for_function(
        "before => (document.querySelector('[data-testid=stTable]')?.innerText ?? before) !== before", arg=again
    )


def test_a_bar_under_the_pointer_shows_its_model(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/ensembles?{QUICK}", height=3000, dark=True)
    wait_for_lab(page)
    bars = page.locator(".chart[aria-label^='Weights that']")
    bars.locator(".bars .point").first.wait_for(state="attached")
    place = bars.locator(".nsewdrag").first.bounding_box()
    assert place
    for share in (0.05, 0.5, 0.95):  # some bars are too low to be hit from afar, so the foot of the chart is followed
        page.mouse.move(place["x"] + share * place["width"], place["y"] + place["height"] - 2)
        page.wait_for_timeout(300)
        if bars.get_attribute("data-face"):
            break
    assert bars.get_attribute("data-face")


@pytest.mark.parametrize("example", ["Averaging collapses", "Stacking wins"])
def test_examples_show_what_they_promise(example: str, server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/ensembles?{QUICK}", height=3000)
    wait_for_lab(page)
    page.get_by_text(example, exact=True).click()
    page.wait_for_function("() => location.search.includes('members=100')")
    page.get_by_text("of 100 models are ready").wait_for(state="detached")
    wait_for_lab(page)
    page.wait_for_timeout(2000)
    rows = page.get_by_test_id("stTable").first.locator("tbody tr").all_inner_texts()
    if example == "Averaging collapses":
        average = next(row for row in rows if row.startswith("Average"))
        assert re.search(r"(4[5-9]|5[0-5])\.\d %", average), average  # a coin toss
    else:
        assert rows[0].startswith("Logistic stacking"), rows[:3]


def test_training_through_the_ensemble_is_held_against_the_rest(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/ensembles?{QUICK}", height=3600)
    wait_for_lab(page)
    press(page, "Train and compare")
    page.get_by_text("Against training through the ensemble").wait_for()


def test_a_search_improves_a_base_learner(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/learners?family=moons&learner=neighbours")
    press(page, "Improve")
    page.get_by_text(re.compile(r"Attempt (9|1\d|2\d) of 40")).wait_for()
    press(page, "Pause")
    page.get_by_text("How much each setting matters").wait_for()
    page.get_by_text(re.compile("The search helped|No difference shown|did not carry over")).wait_for()


def test_a_faulty_address_is_told_and_the_page_goes_on(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/ensembles?{QUICK}&members=1")
    page.get_by_text("The address asks for something").wait_for()
    wait_for_lab(page)

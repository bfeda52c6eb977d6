"""What a person does on Compare, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from metacore.evaluation.measuring import measure
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.studies.compare.question import Race
from metacore.training.engine import Budget, advance, init
from tests.browser.conftest import Server, Visit, press

pytestmark = pytest.mark.browser
QUERY = "methods=maml,fomaml,joint&family=linear&steps=300"


def rows(page: Page) -> list[list[str]]:
    """The cells of the leaderboard."""
    lines = page.locator("table tbody tr").all()
    return [[cell.inner_text() for cell in line.locator("th, td").all()] for line in lines]


def finish(page: Page) -> None:
    press(page, "Race")
    page.get_by_role("button", name=re.compile("Pause$")).wait_for()
    page.get_by_role("button", name=re.compile("Pause$")).wait_for(state="detached")


def test_a_race_gives_the_numbers_of_the_engine_and_outlives_a_reload(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/compare?{QUERY}", height=2600)
    finish(page)
    page.wait_for_function("[...document.querySelectorAll('.chart')].filter(c => c.dataset.updates).length === 7")
    page.get_by_text("Best possible:").wait_for()  # yardsticks
    board = rows(page)
    assert {row[1] for row in board} == {"MAML", "First-order MAML", "Joint training"}
    run = Race.parse(QUERY).run("maml", 0)
    after = measure(run, advance(run, init(run), Budget(300)).state)["after"]
    assert headline(Interval.over(after), "error") in next(row[2] for row in board if row[1] == "MAML")
    page.reload()
    page.locator("table").wait_for()
    assert rows(page) == board
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download CSV$")).click()
    assert download.value.path().read_text().startswith("method,seed,quantity,at,value")
    stranger = visit(page.url)
    stranger.get_by_text("Choose who races").wait_for()


def test_a_race_can_be_paused_and_other_methods_start_anew(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/compare?{QUERY.replace('300', '50000')}")
    press(page, "Race")
    page.locator("table").wait_for()
    press(page, "Pause")
    page.get_by_role("button", name=re.compile("Go on$")).wait_for()
    page.get_by_role("combobox", name=re.compile("Methods")).press("Backspace")
    page.get_by_text("Choose who races").wait_for()
    page.wait_for_function("new URLSearchParams(location.search).get('methods') === 'maml,fomaml'")


def test_a_faulty_race_is_explained(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/compare?methods=maml&steps=7&alpha=3", width=390, dark=True)
    for part in ("methods: “maml”", "steps: “7”", "“alpha”"):
        page.get_by_text(part).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

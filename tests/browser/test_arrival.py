"""Arriving on a server that has just started."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.conftest import Server, Visit, wait_for_charts

pytestmark = pytest.mark.browser
ENDING = 20  # seconds: a program that is being compiled cannot be stopped in the middle
TITLES = {
    "": "Meta-Learning Playground",
    "task": "Your task",
    "compare": "Compare",
    "sweep": "Sweep",
    "transfer": "Across domains",
    "ensembles": "Ensembles",
    "learners": "Base learners",
    "data": "Your data",
    "guide": "How it works",
    "methods": "Catalogue",
}


def test_every_page_has_a_title_here() -> None:
    pages = Path(__file__).parents[2] / "pages"
    assert {page.stem for page in pages.glob("*.py")} == set(TITLES) - {""}


@pytest.mark.parametrize("path", TITLES)
def test_every_page_works_as_the_first_address(path: str, server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/{path}")
    page.get_by_role("heading", name=TITLES[path], exact=True).wait_for()
    page.locator("[data-testid=stPageLink]").nth(2).wait_for()
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_engine_is_there_before_the_first_visitor(fresh_server: Server) -> None:
    for _ in range(300):
        if fresh_server.workers():
            break
        time.sleep(0.1)
    assert len(fresh_server.workers()) >= 1
    assert "tensorflow" not in fresh_server.loaded()


def test_a_closed_tab_stops_the_work_and_the_server_leaves_nothing_behind(fresh_server: Server, visit: Visit) -> None:
    endless = "family=sinusoid&inner_steps=3&hidden=40,40&meta_batch=100&beta=0.00001"  # trains for minutes
    page = visit(f"{fresh_server.url}/?{endless}")
    wait_for_charts(page)
    page.wait_for_timeout(5000)  # yardsticks
    page.close()
    last = time.monotonic() + ENDING
    while worked := [pid for pid in fresh_server.workers() if _works(pid)]:
        assert time.monotonic() < last, worked
    assert fresh_server.stop() == []


def _works(pid: int) -> bool:
    """Whether a process does more in two seconds than wait."""
    before = _processor_seconds(pid)
    time.sleep(2)
    return _processor_seconds(pid) - before > 0.3


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100

"""Arriving on a server that has just started."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.conftest import Server, Visit, wait_for_charts

pytestmark = pytest.mark.browser
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
    page = visit(f"{fresh_server.url}/?family=linear&tasks=0&inner_steps=1&queries=10&meta_batch=5")
    wait_for_charts(page)
    page.wait_for_timeout(5000)  # yardsticks
    page.close()
    time.sleep(4)
    (worker, *_) = fresh_server.workers()
    before = _processor_seconds(worker)
    time.sleep(3)
    assert _processor_seconds(worker) - before < 0.5
    assert fresh_server.stop() == []


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100

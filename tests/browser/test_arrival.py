"""Arriving on a server that has just started."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.conftest import MOVING, Server, Visit, press, step, wait_for_step

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
    page = visit(f"{fresh_server.url}/?family=linear&tasks=0&inner_steps=1&queries=10&meta_batch=5&beta=0.00001")
    page.get_by_text("stopped: no longer improving").wait_for(timeout=MOVING)
    page.locator(".figures").get_by_text("From scratch").wait_for()
    press(page, "Continue")  # without an end
    wait_for_step(page, step(page) + 2000)  # the worker it went to has compiled what it needs
    page.close()
    assert fresh_server.workers()
    assert any(_rest(fresh_server.workers()) for _ in range(10))
    assert fresh_server.stop() == []


def _rest(workers: list[int]) -> bool:
    """Whether none of them works for three seconds."""
    before = {pid: _processor_seconds(pid) for pid in workers}
    time.sleep(3)
    return all(_processor_seconds(pid) - seconds < 0.5 for pid, seconds in before.items())


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100

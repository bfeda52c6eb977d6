"""Every page can be read by everyone: on a phone, a laptop and a projector, on light and on dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MOVING, Server, Visit, press, wait_for_charts
from tests.browser.legible import faults_of_access, faults_of_charts

pytestmark = pytest.mark.browser
WIDTHS = {1920: 4000, 1280: 5000, 390: 12_000}  # and how high a window is that has all of a page in sight
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIX = "maml,fomaml,reptile,prototypical,transformer,joint"


def ended(page: Page, start: str, going: str) -> None:
    """Presses ``start`` and waits until what it starts is done."""
    press(page, start)
    page.get_by_role("button", name=re.compile(f"{going}$")).wait_for()
    expect(page.get_by_role("button", name=re.compile(f"{going}$"))).to_have_count(0, timeout=2 * MOVING)


def trained(page: Page) -> None:
    page.get_by_text("no longer improving").wait_for()
    page.locator(".figures").get_by_text("From scratch").wait_for()
    wait_for_charts(page)


def raced(page: Page) -> None:
    ended(page, "Race", "Pause")
    page.get_by_text("Best possible:").wait_for(timeout=2 * MOVING)


def swept(page: Page) -> None:
    ended(page, "Sweep", "Stop")
    page.get_by_text("From scratch").first.wait_for(timeout=2 * MOVING)


def fused(page: Page) -> None:
    page.get_by_text("Best possible:").wait_for(timeout=2 * MOVING)
    expect(page.get_by_text("Being measured")).to_have_count(0, timeout=2 * MOVING)
    page.locator(".chart[aria-label^='Error against the number']").wait_for()


def searched(page: Page) -> None:
    press(page, "Improve")
    page.get_by_text(re.compile(r"Attempt (9|1\d|2\d) of 40")).wait_for(timeout=2 * MOVING)
    press(page, "Pause")
    page.get_by_text("How much each setting matters").wait_for()


def moved(page: Page) -> None:
    ended(page, "Start", "Pause")


def there(page: Page) -> None:
    page.locator("[data-testid=stPageLink]").nth(9).wait_for()
    page.wait_for_timeout(3000)  # what comes later, such as a picture of data


PAGES: dict[str, Callable[[Page], None]] = {
    "?family=linear&tasks=10&shots=10&alpha=0.3&inner_steps=3&meta_batch=10": trained,
    "?family=sinusoid&tasks=10&inner_steps=1&meta_batch=10": lambda page: wait_for_charts(page, 2),
    f"compare?methods={SIX}&family=linear&steps=100": raced,
    "sweep?family=linear&inner_steps=2&hidden=4&x=alpha&xs=0.01,0.1,1&y=beta&ys=0.001,0.01,0.1&steps=50": swept,
    "sweep?family=linear&hidden=4&x=shots&xs=5,10&y=algorithm&ys=maml,joint,cnp&steps=50": swept,
    "transfer?families=linear,opposite&algorithm=joint&steps=100": moved,
    "ensembles?family=linear&algorithm=maml&members=10&known=5&points=20&steps=100": fused,
    "learners?family=moons&learner=neighbours": searched,
    "task": there,
    "data": there,
    "guide": there,
    "methods": there,
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_read_by_everyone(server: Server, visit: Visit, path: str) -> None:
    page = visit(f"{server.url}/{path}", height=WIDTHS[1280])
    PAGES[path](page)
    faults: list[str] = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(0, 0)  # off what shows a hint
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(500)  # the page takes its new shape, and its colours
            faults += faults_of_access(page)
        faults += faults_of_charts(page)
    assert not faults, "\n".join(dict.fromkeys(faults))

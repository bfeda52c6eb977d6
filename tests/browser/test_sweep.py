"""What a person does on Sweep, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from metacore.evaluation.measuring import measure
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.studies.sweep.question import Sweep
from metacore.training.engine import Budget, advance, init
from tests.browser.conftest import MOVING, Server, Visit, press, wait_for_setting

pytestmark = pytest.mark.browser
SHAPE = "family=linear&shots=4&queries=5&inner_steps=2&meta_batch=3&hidden=4"
QUERY = f"{SHAPE}&x=alpha&xs=0.01,0.03,0.1,0.3&y=beta&ys=0.001,0.003,0.01,0.03&steps=10000"


def the_map(page: Page) -> str:
    """The map in words."""
    return page.locator(".chart[aria-label^='Map of']").get_attribute("aria-label") or ""


def click_cell(page: Page, column: int, row: int) -> None:
    page.evaluate(
        """([column, row]) => {
          const box = document.querySelector(".chart[aria-label^='Map of']"), { xaxis, yaxis } = box._fullLayout;
          const frame = box.getBoundingClientRect();
          box.dispatchEvent(new MouseEvent("click", { bubbles: true,
            clientX: frame.left + xaxis._offset + xaxis.d2p(column + 0.5),
            clientY: frame.top + yaxis._offset + yaxis.d2p(row + 0.5) }));
        }""",
        [column, row],
    )


def test_a_map_fills_in_and_gives_the_numbers_of_the_engine(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sweep?{QUERY}")
    page.get_by_text("16 cells, 10,000 meta-steps each").wait_for()
    press(page, "Sweep")
    page.locator(".chart[aria-label^='Map of 16']").wait_for()
    assert page.get_by_role("button", name="Stop").is_visible(), "it is drawn while it trains"
    page.get_by_text("Best cell", exact=True).wait_for()
    click_cell(page, 2, 1)
    page.get_by_text("The cell you clicked: Alpha 0.1, Beta 0.003").wait_for()
    sweep = Sweep.parse(QUERY)
    run = sweep.run(2, 1)
    after = measure(run, advance(run, init(run), Budget(10_000)).state)["after"]
    figures = page.locator(".figures")
    assert headline(Interval.over(after), "error") in figures.inner_text()
    expect(figures).to_contain_text("From scratch", timeout=MOVING)
    assert "?" + run.query() in (page.get_by_role("link", name="Open in the Playground").get_attribute("href") or "")
    before = the_map(page)
    page.reload()
    page.locator(".chart[aria-label^='Map of']").wait_for()
    assert the_map(page) == before
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download CSV$")).click()
    assert download.value.path().read_text().startswith("alpha,beta,seed,quantity,step,value")
    page.get_by_text("Meta-loss", exact=True).click()
    page.wait_for_function("b => document.querySelector('.chart').getAttribute('aria-label') !== b", arg=before)
    stranger = visit(page.url)
    stranger.get_by_text("16 cells, 10,000 meta-steps each").wait_for()


@pytest.mark.parametrize(("width", "unit"), [(390, ""), (1400, " %")])
def test_numbers_fit_into_the_cells_on_a_phone_too(server: Server, visit: Visit, width: int, unit: str) -> None:
    wide = "x=alpha&xs=0.01,0.03,0.1,0.3,1,2,3,6&y=beta&ys=0.001,0.01&steps=50"
    page = visit(f"{server.url}/sweep?{SHAPE}&{wide}", width=width)
    press(page, "Sweep")
    page.get_by_text("Best cell", exact=True).wait_for()
    page.locator(".chart[aria-label^='Map of'] .textpoint text").nth(15).wait_for()
    widths, cell, words = page.evaluate(
        """() => {
          const box = document.querySelector(".chart[aria-label^='Map of']");
          const texts = [...box.querySelectorAll(".textpoint text")];
          const widths = texts.map((text) => text.getBoundingClientRect().width);
          return [widths, box._fullLayout.xaxis._length / 8, texts.map((text) => text.textContent)];
        }"""
    )
    assert len(widths) == 16 and max(widths) < cell
    assert all(re.fullmatch(rf"\d+\.\d{unit}", word) for word in words)
    assert (cell < 40) == (width == 390)


def test_a_sweep_is_stopped_within_a_second_and_goes_on(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sweep?{QUERY.replace('steps=10000', 'steps=50000')}")
    press(page, "Sweep")
    page.locator(".chart[aria-label^='Map of 16']").wait_for()
    press(page, "Stop")
    page.get_by_text("What has been trained stays").wait_for(timeout=1000)
    bar = page.locator("[data-testid=stProgress]").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("[data-testid=stProgress]").inner_text() == bar and "Map of 16 cells" in the_map(page)
    press(page, "Go on")
    page.get_by_role("button", name=re.compile("Stop$")).wait_for()
    page.get_by_role("radio", name="Noise").click()  # another sweep in its place
    wait_for_setting(page, "x", "noise")
    page.get_by_text("36 cells, 500 meta-steps each").wait_for()


def test_axes_are_chosen_and_a_faulty_address_is_explained(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sweep?{QUERY}&tempo=3&seeds=9", width=390, dark=True)
    for part in ("“tempo”", "seeds: “9”"):
        page.get_by_text(part).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("combobox", name=re.compile("^Selected.*Across|Across")).first.click()
    page.get_by_role("option", name="Support points").click()
    wait_for_setting(page, "x", "shots")
    expect(page.get_by_text("“tempo”")).to_have_count(0)


def test_lines_with_bands_over_repeats(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sweep?{SHAPE}&x=tasks&xs=1,5,50&y=none&seeds=2&steps=50")
    press(page, "Sweep")
    page.get_by_role("button", name=re.compile("Stop$")).wait_for()
    page.get_by_role("button", name=re.compile("Stop$")).wait_for(state="detached")
    page.get_by_text("Line: mean of 2 repeats").wait_for()
    table = page.locator("table")
    expect(table).to_contain_text("From scratch")
    expect(table).not_to_contain_text("…", timeout=MOVING)
    assert len(table.locator("tbody tr").all()) == 3

"""A browser's own translation leaves alone what would be wrong in other words, or stand still."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import QUICK, THREE
from tests.browser.conftest import LONG, Server, Visit, press, wait_for_charts, wait_for_step

pytestmark = pytest.mark.browser
# As Chrome does: another element takes the place of every text that may be translated.
TRANSLATE = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter((it) => it.data.trim() && it.parentElement.translate)) {
    const other = document.createElement("font");
    other.textContent = text.data.replaceAll(/[a-z]+/gi, "bla");
    text.replaceWith(other);
  }
}"""


def left_alone(page: Page, selector: str) -> bool:
    """Whether there is something, and a translation leaves all of it alone."""
    page.locator(selector).first.wait_for(state="attached")
    page.wait_for_timeout(200)
    return page.eval_on_selector_all(selector, "all => all.every((it) => !it.translate)")


def test_a_translated_page_goes_on_telling_what_is(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{LONG}")
    wait_for_charts(page)
    page.evaluate(TRANSLATE)
    expect(page.get_by_role("heading", level=1)).to_have_text("bla-bla bla")
    before = wait_for_step(page, 1)
    wait_for_step(page, before + 1)
    page.locator(".st-key-play button").first.click()
    page.get_by_text(re.compile("^Meta-step.*paused$")).wait_for()


@pytest.mark.parametrize(
    ("path", "selectors"),
    [
        ("", (".chart", ".figures b", "[data-testid=stSliderThumbValue]")),
        ("guide", (".katex",)),
        ("methods", ("strong",)),
        (f"task?{QUICK}&{THREE}", (".faces b", ".faces small", ".says")),
    ],
)
def test_names_numbers_and_formulas_are_left_alone(
    path: str, selectors: tuple[str, ...], server: Server, visit: Visit
) -> None:
    page = visit(f"{server.url}/{path}")
    assert all(left_alone(page, selector) for selector in selectors)
    assert page.locator("h1").evaluate("it => it.translate"), "all else is translated"


def test_a_leaderboard_and_the_names_beside_the_tasks_are_left_alone(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/compare?methods=maml,fomaml&family=linear&steps=300", height=2600)
    press(page, "Race")
    assert left_alone(page, "table td") and left_alone(page, ".stHtml b")

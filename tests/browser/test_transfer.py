"""The page Across domains as a visitor uses it."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Server, Visit, press

pytestmark = pytest.mark.browser
QUICK = "families=linear,opposite&algorithm=joint&steps=100"


def test_the_table_fills_and_a_reload_keeps_it(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/transfer?{QUICK}")
    press(page, "Start")
    page.get_by_text("200 of 200 meta-steps").wait_for()
    page.wait_for_function(
        "() => /From scratch\\s+\\d.*%\\s+\\d.*%/.test(document.querySelector('.matrix')?.innerText ?? '')"
    )
    words = page.locator(".matrix").inner_text()
    assert re.search(r"Lines in the plane\s+[\d.]+\s% ±\s[\d.]+\s%\s+(helps|harms|no difference)", words), words
    page.reload()
    page.get_by_text("200 of 200 meta-steps").wait_for()


def test_kinds_that_ask_for_different_things_are_refused_with_a_sentence(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/transfer?families=linear,sinusoid", width=390)
    page.get_by_text("The address asks for something").wait_for()
    page.get_by_text("together").first.wait_for()
    page.get_by_role("button", name=re.compile("Start$")).wait_for()

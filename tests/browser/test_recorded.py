"""Tasks that were recorded, on the pages that know nothing of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Visit, press, wait_for_charts, wait_for_step

pytestmark = pytest.mark.browser


def test_digits_are_drawn_as_images_and_held_against_the_nearest_average(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?family=digits&algorithm=prototypical&hidden=8&shots=5")
    wait_for_charts(page)
    wait_for_step(page, 10)
    page.get_by_text("Letters stand for the labels").wait_for()
    press(page, "Pause")
    words = page.locator(".chart").first.locator(".annotation-text").all_text_contents()
    assert sum(word in "ABCDE" for word in words) == 5, "one support image of each class"
    assert sum("✓" in word or "✗" in word for word in words) == 10
    page.get_by_text("Nearest average", exact=True).first.wait_for()
    assert not page.get_by_text("Best possible").count()


def test_a_table_is_drawn_as_a_projection_and_its_tasks_have_names(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?family=table&dataset=wine&hidden=4")
    wait_for_charts(page)
    wait_for_step(page, 50)
    page.get_by_text("A projection").wait_for()
    page.get_by_text("One model for all", exact=True).first.wait_for()
    expect(page.get_by_role("combobox", name=re.compile("Enlarged task"))).to_have_value(re.compile("New task 1: "))


def test_data_that_did_not_travel_are_named_and_the_page_goes_on(server: Server, visit: Visit) -> None:
    for path in ("", "compare", "ensembles", "learners"):
        page = visit(f"{server.url}/{path}?family=table&dataset=own")
        page.get_by_text("did not travel").wait_for()

"""Hidden tasks, truths of one's own and the game on the page Your task, as a visitor plays it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.canvas import QUICK, THREE, place, sketch, wait_for, wait_for_answers, wait_for_points
from tests.browser.conftest import MOVING, Server, Visit, press

pytestmark = pytest.mark.browser


def test_a_dealt_task_is_hidden_until_it_is_revealed(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&known=7", height=1100)
    wait_for_answers(page)
    press(page, "Dice")
    wait_for_points(page, 7)
    task = sketch(page).task
    assert task > 0 and page.get_by_text("Who is closest?").count() == 0
    press(page, "Reveal the truth")
    page.get_by_text("Who is closest?").wait_for()
    wait_for_answers(page)
    found = page.get_by_test_id("stTable").locator("tbody tr")
    expect(found).to_have_count(5, timeout=MOVING)
    rows = found.all_inner_texts()
    everyone = {"Best possible", "Prototypical network", "Nearest neighbours", "Weighted", "Always the same"}
    assert {row.split("\n")[0].strip() for row in rows} == everyone
    page.get_by_text(f"Hidden task {task}").wait_for()
    press(page, "Dice")
    wait_for(page, f"at.get('task') !== '{task}'")
    page.get_by_text("Who is closest?").wait_for(state="detached")


def test_a_line_of_one_s_own_is_the_truth(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}&{THREE}", height=1100)
    wait_for_answers(page)
    press(page, "Draw the truth")
    wait_for(page, "at.get('line') === '-1.5_0~1.5_0'")
    wait_for_answers(page)
    table = page.get_by_test_id("stTable")
    before = table.inner_text()
    page.mouse.move(*place(page, 1.5, 0))
    page.mouse.down()
    page.mouse.move(*place(page, 1.5, 2.5), steps=8)
    page.mouse.up()
    wait_for(page, "at.get('line').startsWith('-1.5_0~1.5_2.')")
    page.wait_for_function("before => document.querySelector('[data-testid=stTable]').innerText !== before", arg=before)
    press(page, "Swap sides")
    wait_for(page, "at.get('line').endsWith('~-1.5_0')")
    press(page, "Remove the truth")
    table.wait_for(state="detached")


def test_a_round_of_the_game_is_played_and_scored(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/task?{QUICK}", height=1100)
    wait_for_answers(page)
    page.get_by_text("Beat the machine").click()
    wait_for(page, "at.get('mode') === 'game' && at.get('points')")
    page.wait_for_timeout(500)
    assert len(sketch(page).points) in (3, 4, 5) and page.locator(".faces button").count() == 0
    page.mouse.move(*place(page, -1.5, 0))
    page.mouse.down()
    page.mouse.move(*place(page, -1.5, 1.5), steps=5)
    page.mouse.up()
    wait_for(page, "at.get('line').includes('-1.5_1.')")
    first, shared = sketch(page), page.url
    press(page, "Done: compare")
    page.get_by_text(re.compile("You beat every machine|Nobody was better|came closer than you")).wait_for()
    score = page.get_by_test_id("stTable").first
    expect(score.locator("tbody tr")).to_have_count(6)  # the visitor, three machines, two yardsticks
    press(page, "Next round")
    wait_for(page, f"at.get('task') !== '{first.task}' && at.get('points')")
    press(page, "Done: compare")
    page.get_by_text("2 rounds").wait_for()
    page.reload()
    page.get_by_text("2 rounds").wait_for()
    again = visit(shared, height=1100)
    wait_for(again, "at.get('points')")
    assert (sketch(again).task, sketch(again).points) == (first.task, first.points)

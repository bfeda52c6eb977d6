"""What a person does on the Playground, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page

from metacore.evaluation.measuring import measure
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.run import Run
from metacore.training.engine import Budget, advance, init
from tests.browser.conftest import LONG, Server, Visit, press, step, wait_for_charts, wait_for_setting, wait_for_step
from tests.browser.processes import kill

pytestmark = pytest.mark.browser
SMALL = "family=linear&tasks=10&shots=10&queries=90&hidden=10&alpha=0.3&inner_steps=3&meta_batch=10"


def setting(page: Page, name: str) -> str:
    return parse_qs(urlparse(page.url).query)[name][0]


def slider(page: Page, label: str):
    return page.get_by_role("slider", name=re.compile(label))


def answer(page: Page) -> str:
    return page.locator(".figures b").first.inner_text()


def test_something_moves_before_a_click_and_charts_survive(server: Server, visit: Visit) -> None:
    """The first page moves by itself; nodes and zoom are followed on a run that cannot end meanwhile."""
    wait_for_charts(visit(server.url), 3)
    page = visit(f"{server.url}/?{LONG}")
    wait_for_charts(page)
    page.evaluate("document.querySelectorAll('.chart').forEach(chart => { chart.mark = 'same node'; })")
    page.evaluate("Plotly.relayout(document.querySelectorAll('.chart')[1], {'xaxis.range': [5, 50]})")
    drawn, before = page.locator(".chart").first.get_attribute("data-updates"), step(page)
    wait_for_charts(page, int(drawn or 0) + 2)
    assert step(page) > before
    assert page.evaluate("[...document.querySelectorAll('.chart')].every(chart => chart.mark === 'same node')")
    assert page.evaluate("document.querySelectorAll('.chart')[1]._fullLayout.xaxis.range") == [5, 50]
    assert all(label for label in page.eval_on_selector_all(".chart", "all => all.map(c => c.ariaLabel)"))


def test_tensorflow_is_in_the_workers_only(server: Server, visit: Visit) -> None:
    wait_for_charts(visit(server.url))
    assert server.workers()
    assert "tensorflow" not in server.loaded()


def test_a_dial_takes_effect_during_training(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{LONG}")
    before = wait_for_step(page, 50)
    slider(page, "Alpha").press("ArrowRight")
    wait_for_setting(page, "alpha", "0.03")
    assert wait_for_step(page, before + 50) > before
    page.get_by_text("Dials were moved on the way").wait_for()


def test_a_dial_that_shapes_the_run_starts_it_anew(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    page.get_by_text("no longer improving").wait_for()
    slider(page, "Training tasks").press("ArrowRight")
    wait_for_setting(page, "tasks", "20")
    page.wait_for_timeout(3000)  # it starts anew
    page.get_by_text("no longer improving").wait_for()


def test_a_shared_address_shows_the_same_numbers_as_the_engine(server: Server, visit: Visit) -> None:
    first = visit(f"{server.url}/?{SMALL}&seed=5")
    first.get_by_text("no longer improving").wait_for()
    second = visit(first.url)
    second.get_by_text("no longer improving").wait_for()
    assert step(first) == step(second) > 0
    assert answer(first) == answer(second)
    run = Run.parse(urlparse(first.url).query)
    state = advance(run, init(run), Budget(step(first))).state
    assert answer(first).endswith(headline(Interval.over(measure(run, state)["after"]), "error"))


def test_reset_gives_the_same_curve(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    curves = "[0, 1].map(line => [...document.querySelectorAll('.chart')[1]._fullData[line].y])"
    page.get_by_text("no longer improving").wait_for()
    page.wait_for_timeout(2000)  # the last picture
    before, last = page.evaluate(curves), step(page)
    press(page, "Reset")
    page.get_by_text("no longer improving").wait_for(state="hidden")
    page.wait_for_function(f"{curves}[0].length < {len(before[0])}")  # it starts anew, and the picture with it
    page.get_by_text("no longer improving").wait_for()
    page.wait_for_timeout(2000)
    assert step(page) == last
    assert page.evaluate(curves) == before
    press(page, "New weights")
    wait_for_setting(page, "weights", "2")
    assert setting(page, "seed") == "1"
    press(page, "New tasks")
    wait_for_setting(page, "seed", "2")
    page.wait_for_timeout(1500)  # no beat of an older page takes it back
    assert setting(page, "seed") == "2"
    assert setting(page, "weights") == "2"


def test_pause_and_single_steps(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{LONG}")
    wait_for_step(page, 20)
    press(page, "Pause")
    page.get_by_text("paused").wait_for()
    page.wait_for_timeout(1500)
    paused = step(page)
    press(page, "One step")
    assert wait_for_step(page, paused + 1) == paused + 1
    press(page, "Continue")
    wait_for_step(page, paused + 20)


def test_a_click_enlarges_a_task_and_the_scrubber_shows_fewer_steps(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    page.get_by_text("no longer improving").wait_for()
    wait_for_charts(page)
    page.wait_for_timeout(2000)  # the last pictures
    tiles = page.locator(".chart").nth(3)
    box = tiles.bounding_box()
    assert box
    tiles.click(position={"x": box["width"] * 0.36, "y": box["height"] * 0.55})
    page.wait_for_function("document.querySelector('.chart').ariaLabel.startsWith('New task 6 after 3 inner steps')")
    slider(page, "Inner steps taken").press("Home")
    page.wait_for_function("document.querySelector('.chart').ariaLabel.startsWith('New task 6 after 0 inner steps')")


def test_a_click_on_a_page_that_is_scaled_enlarges_the_task_under_it(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    page.get_by_text("no longer improving").wait_for()
    wait_for_charts(page)
    page.evaluate("document.querySelector('.stApp').style.zoom = 0.7")
    page.wait_for_timeout(2000)  # the last pictures
    box = page.locator(".chart").nth(3).locator(".main-svg").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.36, box["y"] + box["height"] * 0.55)
    page.wait_for_function("document.querySelector('.chart').ariaLabel.startsWith('New task 6 after 3 inner steps')")


def test_a_decimal_comma_is_a_decimal_point(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    wait_for_step(page, 1)
    seed = page.locator(".st-key-dial_seed input")
    seed.press("Control+a")
    seed.press_sequentially("2,5")
    assert seed.input_value() == "2.5"
    seed.press("Enter")
    wait_for_setting(page, "seed", "2")


def test_a_theme_switched_while_nothing_moves_recolours_the_charts(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    page.get_by_text("no longer improving").wait_for()
    wait_for_charts(page)
    page.wait_for_timeout(2000)  # the last pictures
    ink = "document.querySelectorAll('.chart')[1]._fullLayout.font.color"
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{ink} !== '{light}'")


def test_a_faulty_address_is_explained_and_the_page_works(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?alpha=banana&shots=999&family=linear&nonsense=1&beta=")
    for part in ("alpha: “banana”", "shots: “999”", "“nonsense”", "beta: “”", "a whole number from 1 to 50"):
        page.get_by_text(part).first.wait_for()
    wait_for_step(page, 1)
    assert setting(page, "alpha") == "0.3"


def test_divergence_stops_and_says_which_dial(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?family=sinusoid&alpha=10&beta=1&inner_steps=5&hidden=10&meta_batch=5")
    page.get_by_text("the numbers got too large").wait_for()
    page.get_by_text(re.compile("Lower beta")).wait_for()
    wait_for_charts(page)


def test_two_visitors_never_see_each_other(server: Server, visit: Visit) -> None:
    one, two = visit(f"{server.url}/?{LONG}&seed=3"), visit(f"{server.url}/?{LONG}&seed=4")
    wait_for_step(one, 1), wait_for_step(two, 1)
    press(one, "Pause")
    one.get_by_text("paused").wait_for()
    wait_for_step(two, step(two) + 20)
    assert (setting(one, "seed"), setting(two, "seed")) == ("3", "4")
    assert one.get_by_text("paused").count() == 1 and two.get_by_text("paused").count() == 0


def test_training_goes_on_when_every_worker_is_killed(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{LONG}")
    reached = wait_for_step(page, 50)
    workers = server.workers()
    assert workers
    kill(workers)
    assert wait_for_step(page, reached + 200) > reached
    assert not set(workers) & set(server.workers())


def test_a_narrow_screen_needs_no_sideways_scrolling(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}", width=390, dark=True, height=4500)  # charts out of sight wait
    wait_for_charts(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.eval_on_selector_all(".chart", "all => all.every(c => c.getBoundingClientRect().right <= 390)")


def test_the_address_to_share_is_fetched_when_it_is_asked_for(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{SMALL}")
    wait_for_step(page, 1)
    code = "performance.getEntriesByType('resource').filter(each => each.name.includes('SyntaxHighlighter')).length"
    assert page.evaluate(code) == 0
    page.get_by_text("Share this run").click()
    shared = page.locator("code").filter(has_text="alpha=0.3")
    shared.wait_for()
    assert shared.inner_text().split("?")[1] == page.url.split("?")[1] and page.evaluate(code) == 1

"""One update of the live page is training and looking, nothing else."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from metacore.evaluation.measuring import View, look, score
from metacore.studies.playground import work
from metacore.studies.playground.work import LINE, Ask, Update, at_step, get_ready, latest, next_update
from metacore.training import draft
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import program
from tests.examples import arrays, small

ASK = Ask((View(), View(task=1)), 0.2, scored=True)


def test_an_update_is_an_advance_and_what_is_seen_of_it() -> None:
    run = small()
    state = advance(run, init(run), Budget(20)).state  # first, so that its program is compiled and no draft is taken
    update = at_step(Update(run, init(run)), 20, View(task=1))
    seen = update.pictures[View(task=1)]
    expected = (state, look(run, state, View(task=1)), score(run, state))
    for found, known in zip((update.state, seen, update.scores), expected, strict=True):
        for a, b in zip(arrays(found), arrays(known), strict=True):
            np.testing.assert_array_equal(a, b)
    assert update.current and update.steps == 20


def test_an_update_of_no_steps_only_looks() -> None:
    run = small()
    update = at_step(Update(run, init(run)), 0, View())
    assert update.state.step == 0 and update.scores and update.scores.step == 0 and list(update.pictures) == [View()]


def test_all_that_is_looked_at_is_drawn_and_scores_stay_until_they_are_asked_for() -> None:
    run = small()
    advance(run, init(run), Budget(20))
    first = next_update(Update(run, init(run)), ASK._replace(scored=False))
    assert first.scores and first.current, "the first one always says what it is worth"
    assert set(first.pictures) == set(ASK.views) and first.state.step <= latest(0)
    second = next_update(first, ASK._replace(scored=False))
    assert second.scores is first.scores and not second.current
    assert next_update(second, ASK).current


def test_one_whose_steps_take_long_takes_one_at_a_time() -> None:
    run = small()
    slow = Update(run, advance(run, init(run), Budget(20)).state, steps=2, seconds=20.0, looking=1e-9)
    brief = ASK._replace(seconds=0.0)
    assert next_update(slow, brief).state.step == 21
    assert next_update(replace(slow, steps=0), brief).state.step > 21, "where nothing is known of it, a few are tried"


def test_it_says_how_long_each_part_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what takes long is done less often."""
    run = small()
    before = Update(run, advance(run, init(run), Budget(20)).state)
    clock = iter(range(100))
    monkeypatch.setattr(work, "time", SimpleNamespace(monotonic=lambda: 2.0 ** next(clock), time=time.time))
    first = next_update(before, ASK)
    assert (first.looking, first.scoring) == (1.0, 2.0)
    again = next_update(first, ASK._replace(scored=False))
    assert again.scoring == first.scoring and again.looking == 8.0


@pytest.mark.parametrize("why", ["diverged", "levelled"])
def test_where_training_has_ended_there_is_no_further_update(why: str) -> None:
    run = small()
    ended = Update(run, init(run)._replace(**{why: True}))
    assert next_update(ended, ASK) is ended


def test_past_a_plateau_it_goes_on_where_that_is_wanted() -> None:
    run = small()
    levelled = Update(run, advance(run, init(run), Budget(20)).state._replace(levelled=True))
    assert next_update(levelled, ASK._replace(stops=False)).state.step > 20


def test_what_is_known_of_a_step_is_not_measured_again_for_another_view() -> None:
    run = small()
    advance(run, init(run), Budget(20))
    before = at_step(Update(run, init(run)), 20, View())
    again = at_step(before.bare, 20, View(task=2))
    assert again.scores is before.scores and list(again.pictures) == [View(task=2)]
    assert at_step(before.bare, 21, View()).current and before.state.step == 20


def test_what_is_got_ready_is_trained_and_drawn_without_a_draft() -> None:
    run = small(queries=7)  # a shape of its own
    get_ready([run], seconds=60)
    assert program(run).ready
    update = next_update(Update(run, init(run)), ASK)
    assert update.state.step > 0 and update.state.draft is None


def test_drawing_is_ready_before_training_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the first updates of a program that is just there would be drawn without one."""
    run, order = small(queries=8), []
    monkeypatch.setattr(work, "look", lambda *_: order.append("look"))
    monkeypatch.setattr(work, "warm_up", lambda *_: order.append("warm_up"))
    get_ready([run], seconds=60)
    assert order == ["look", "warm_up"]


@pytest.mark.parametrize("line", [LINE, LINE + 1])
def test_where_many_programs_wait_there_is_one_draft_each(line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is to have something to look at; more would keep the compiler from its work."""
    run, compiling = small(queries=9), Future[None]()  # a shape of its own, which is never compiled
    for module in (work, draft):
        monkeypatch.setattr(module, "BACKGROUND", SimpleNamespace(line=line, soon=lambda *_: compiling))
    first = next_update(Update(run, init(run)), ASK)
    second = next_update(first, ASK)
    assert first.state.step > 0
    assert (second.state.step > first.state.step) == (line == LINE)

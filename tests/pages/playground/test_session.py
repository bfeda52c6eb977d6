"""The Playground's training without a browser: calls under way, pauses, dials that move, and lost workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.measuring import View
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init
from pages.parts.playground import session
from pages.parts.playground.session import AHEAD, ROW, Trainer
from tests.examples import arrays, small
from tests.pages.at_once import AtOnce, Done

RUN = small("sinusoid")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        monkeypatch.setattr(session, "CLUSTER", fake)
        monkeypatch.setattr(session.YardstickCalls, "tick", lambda *_: False)  # yardsticks have tests of their own
        return fake

    return use


def alone(run: Run, step: int, state: State | None = None) -> State:
    return advance(run, state or init(run), Budget(step)).state


def same(one: State, other: State) -> None:
    for a, b in zip(arrays(one), arrays(other), strict=True):
        np.testing.assert_array_equal(a, b)


def until(it: Trainer, true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        it.tick()
    raise AssertionError("it does not come to that")


def test_further_calls_wait_behind_the_one_that_runs_and_the_numbers_are_the_engines(
    at_once: Callable[..., AtOnce],
) -> None:
    fake = at_once()
    it = Trainer.start(RUN)
    it.tick()
    assert fake.calls == AHEAD and it.update is None
    it.tick()
    assert fake.calls == 2 * AHEAD and it.update
    until(it, lambda: it.state.step > 100 and it.state.draft is None)
    same(it.state, alone(RUN, it.state.step))


def test_no_more_than_a_row_of_calls_go_on_from_one_another(
    at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, links = at_once(), []  # of each call: how many calls it goes on from, itself among them
    submit, ended = fake.submit, 0

    def one_at_a_time(function: Callable[..., Any], run: Run, before: Any, *others: Any) -> Done:
        call, number = submit(function, run, before, *others), len(links)
        links.append(getattr(before, "links", 0) + 1)
        vars(call).update(links=links[-1], done=lambda: number < ended)
        return call

    monkeypatch.setattr(fake, "submit", one_at_a_time)
    it = Trainer.start(RUN)
    for _ in range(4 * ROW):
        it.play()  # on, where it has levelled off
        it.tick()
        ended += 1
    assert max(links) == ROW and links.count(1) >= 3


def test_a_pause_stops_at_the_step_that_is_shown(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20)
    shown = it.state.step
    it.pause()
    assert it.busy
    until(it, lambda: it.current)
    assert it.state.step == shown
    same(it.state, alone(RUN, shown))
    it.step()
    until(it, lambda: it.current)
    assert it.state.step == shown + 1 and not it.playing
    it.play()
    until(it, lambda: it.state.step > shown + 50)
    same(it.state, alone(RUN, it.state.step))


def test_a_live_dial_takes_effect_at_the_step_that_is_shown(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20)
    moved = it.state.step
    it.set(beta=0.05)
    assert it.changes == [moved] and not it.current
    until(it, lambda: it.state.step > moved + 20 and it.state.draft is None)
    same(it.state, alone(it.run, it.state.step, alone(RUN, moved)))


def test_nothing_of_older_settings_is_taken_in(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20)
    it.set(shots=5)
    assert it.state.step == 0
    until(it, lambda: it.state.step > 0)
    assert it.update and it.update.run == it.run
    it.look(View(new=False, task=1))
    it.tick()
    it.tick()
    assert it.update.snapshot.step > 0 and it.update.snapshot.focus.fit.shape[0] == 1 and it._drawn == it.view


def test_lost_workers_cost_turns_and_nothing_else(at_once: Callable[..., AtOnce]) -> None:
    at_once(lose=(1, 2, 5, 6, 9))
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 100 and it.state.draft is None)
    assert not it.fault
    same(it.state, alone(RUN, it.state.step))


def test_a_run_that_diverges_stops(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN.replace(alpha=10.0, beta=1.0))
    until(it, lambda: not it.playing)
    assert it.state.diverged and it.current

"""The Playground's training without a browser: calls under way, pauses, dials that move, and lost workers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.measuring import View
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init
from pages.parts.frame import calls
from pages.parts.playground import pace, session, stream
from pages.parts.playground.session import Trainer
from tests.examples import arrays, small
from tests.pages.at_once import AtOnce

RUN = small("sinusoid")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (session, stream, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        monkeypatch.setattr(stream, "POLL", (0, 0))
        monkeypatch.setattr(pace, "UPDATE", 0)  # what is known comes as fast as it is asked for
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


def test_it_sees_the_numbers_of_the_engine(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 100 and it.state.draft is None)
    same(it.state, alone(RUN, it.state.step))


def test_who_comes_later_sees_the_same_without_a_call(at_once: Callable[..., AtOnce]) -> None:
    fake = at_once()
    one, other = Trainer.start(RUN), Trainer.start(RUN)
    until(one, lambda: one.state.step > 300)
    calls, seen = fake.calls, []
    while other.state.step < one.state.step / 2:
        assert other.tick()
        seen.append(other.state.step)
    assert fake.calls == calls and seen == sorted(seen) and len(seen) > 5
    same(other.state, alone(RUN, other.state.step)) if other.state.draft is None else None


def test_it_is_told_how_long_ago_it_was_computed(
    at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once()
    one, other = Trainer.start(RUN), Trainer.start(RUN)
    until(one, lambda: one.state.step > 20)
    assert one.age < 60
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 7200)
    other.tick()
    assert other.state.step and other.age == pytest.approx(7200, abs=60)


def test_other_weights_or_dials_are_another_stream_and_the_same_again_are_not(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    one, other = Trainer.start(RUN), Trainer.start(RUN.replace(weights=5))
    until(one, lambda: one.state.step > 20)
    assert other._stream is not one._stream
    assert other.set(weights=RUN.weights)._stream is one._stream
    other.tick()
    other.set(beta=0.05)
    assert other._stream is not one._stream and other.changes == [other.state.step]
    other.reset()
    assert other._stream is Trainer.start(other.run)._stream


def test_a_dial_that_stays_where_it_is_changes_nothing(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20)
    stream, step = it._stream, it.state.step
    it.set(beta=RUN.beta)
    assert (it._stream, it.state.step, it.changes) == (stream, step, [])


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


def test_what_needs_the_same_program_is_computed_where_that_is_compiled(at_once: Callable[..., AtOnce]) -> None:
    """On another worker it would be compiled once more, for seconds in which next to nothing moves."""
    fake = at_once()
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20)
    for change in ({"beta": 0.05}, {"weights": 5}, {"seed": 5}):
        before, count = it._stream, len(fake.followed)
        it.set(**change)
        assert fake.followed[count:] == [(it._stream, before)]
    it.step()
    it.tick()
    assert fake.like is it._stream, "nor is a single step on its own"
    it.set(shots=5)  # no worker has that
    assert len(fake.followed) == 3


@pytest.mark.parametrize("playing", [True, False])
def test_a_live_dial_that_is_moved_before_the_first_step_starts_nothing(
    at_once: Callable[..., AtOnce], playing: bool
) -> None:
    at_once()
    it = Trainer.start(RUN)
    it.playing = playing
    it.set(beta=0.05)
    assert it.playing == playing and it.run.beta == 0.05 and not it.changes
    it.play()
    until(it, lambda: it.state.step > 20)
    same(it.state, alone(it.run, it.state.step))
    it.set(shots=5)
    assert it.playing and not it.state.step, "what begins anew plays"


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
    assert it.update.state.step > 0 and it._drawn == it.view
    np.testing.assert_array_equal(it.pictures.focus.support.x, it.pictures.training.support.x[1:2])


def test_each_sees_the_task_that_he_looks_at(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    one, other = Trainer.start(RUN), Trainer.start(RUN)
    until(one, lambda: one.state.step > 100)
    other.look(View(task=3))
    until(other, lambda: other.state.step > 20)
    for it, task in ((one, 0), (other, 3)):
        np.testing.assert_array_equal(it.pictures.focus.support.x, it.pictures.new.support.x[task : task + 1])


def test_lost_workers_cost_turns_and_nothing_else(at_once: Callable[..., AtOnce]) -> None:
    at_once(lose=(1, 2, 5, 6, 9))
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 100 and it.state.draft is None)
    assert not it.fault
    same(it.state, alone(RUN, it.state.step))


def test_at_the_slow_pace_each_step_is_shown_with_its_inner_steps(
    at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once()
    monkeypatch.setattr(pace, "SLOW", 0)
    it = Trainer.start(RUN)
    until(it, lambda: it.state.step > 20 and it.state.draft is None)
    it.watch("slow")
    for step in range(it.state.step + 1, it.state.step + 4):
        until(it, lambda step=step: it.state.step >= step)  # type: ignore[misc]
        assert it.state.step == step and it.update and it.current, "and is measured"
    drawn = it.pace.views(it.view, it.pictures.stages)
    assert len(drawn) > 1 and set(drawn) == set(it.update.pictures)
    same(it.state, alone(RUN, it.state.step))
    it.watch("full")
    until(it, lambda: it.state.step > step + 20)
    same(it.state, alone(RUN, it.state.step))


def test_a_run_that_diverges_stops(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = Trainer.start(RUN.replace(alpha=10.0, beta=1.0))
    until(it, lambda: not it.playing)
    assert it.state.diverged and it.current

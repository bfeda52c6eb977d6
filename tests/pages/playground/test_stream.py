"""A stream of updates: what is kept, what is asked for, and what each watcher is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import UPDATE, Update, latest, next_update
from metacore.training.engine import init
from pages.parts.playground import stream
from pages.parts.playground.stream import TURN, Stream
from tests.examples import small
from tests.pages.at_once import AtOnce

RUN = small("sinusoid")


def at(step: int, **ended: bool) -> Update:
    return Update(RUN, init(RUN)._replace(step=step, **ended))


class Called(AtOnce):
    """Notes what is asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.asks: list[Any] = []

    def submit(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.asks.append(arguments[-1])
        return super().submit(function, *arguments, **options)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Called:
    fake = Called()
    monkeypatch.setattr(stream, "CLUSTER", fake)
    monkeypatch.setattr(stream, "POLL", (0, 0))
    monkeypatch.setattr(stream, "time", SimpleNamespace(monotonic=lambda: 100.0))  # all of it in one moment
    return fake


def test_at_full_speed_more_is_passed_over(cluster: Called) -> None:
    it = Stream(at(0))
    for step in (1000, 1100, 1200):
        it.append(at(step))
    cluster.ready = False
    found = {tempo: it.after(1000, View(), True, 0, tempo) for tempo in ("natural", "full")}
    assert {tempo: update and update.state.step for tempo, update in found.items()} == {"natural": 1100, "full": 1200}


def test_so_many_updates_are_kept_as_the_pace_of_the_page_needs() -> None:
    it = Stream(at(0))
    for step in range(1, 3000, 7):
        it.append(at(step))
    steps = [update.state.step for update in it.updates]
    assert len(steps) < 110 and steps[-1] == 2997
    assert all(later <= latest(step) + 7 for step, later in pairwise(steps))


def test_the_end_and_the_plateau_are_kept() -> None:
    it = Stream(at(0))
    for step in range(1, 1000):
        it.append(at(step, levelled=step == 700))
    assert any(update.state.levelled for update in it.updates)


def test_whoever_watches_misses_nothing_and_stops_where_training_does(cluster: Called) -> None:
    it = Stream(at(0))
    for step in (8, 16, 20, 24, 500):
        it.append(at(step, levelled=step == 24))
    cluster.ready = False
    seen, step = [], 0
    while found := it.after(step, View(), True, 0):
        seen.append(step := found.state.step)
    assert seen == [8, 16, 24], "20 is near enough to 24 to be left out"
    assert it.after(24, View(), False, 0).state.step == 500, "past the plateau for who wants that"  # type: ignore[union-attr]


def test_nothing_is_computed_before_somebody_has_nearly_seen_all(cluster: Called) -> None:
    it = Stream(at(0))
    for step in (8, 18, 30):
        it.append(at(step))
    it.after(0, View(), True, 0)
    assert not cluster.calls
    it.after(18, View(), True, 0)
    assert cluster.calls == 1


def test_views_are_drawn_for_those_who_look(cluster: Called) -> None:
    it = Stream(at(0))
    it.after(0, View(), True, 0)
    it.after(0, View(task=2), True, 0)
    for _ in range(4):
        it.after(it.updates[-1].state.step, View(task=2), True, 0)
    first, last = cluster.asks[0], cluster.asks[-1]
    assert first.views == (View(),) and set(last.views) == {View(), View(task=2)}


@pytest.mark.parametrize(
    ("crowd", "slots", "seconds"), [(1, 1, UPDATE), (2, 2, UPDATE), (1, 4, UPDATE), (3, 2, UPDATE / 1.5), (50, 2, TURN)]
)
def test_whoever_must_wait_has_shorter_turns_and_none_are_too_short_to_train_in(
    cluster: Called, crowd: int, slots: int, seconds: float
) -> None:
    cluster.crowd, cluster.slots = crowd, slots
    Stream(at(0)).after(0, View(), True, 0)
    assert cluster.asks[0].seconds == pytest.approx(seconds)


def test_all_tasks_are_measured_at_first_and_then_once_in_a_while(cluster: Called) -> None:
    it = Stream(at(0))
    for _ in range(4):
        it.after(it.updates[-1].state.step, View(), True, 0)
    assert cluster.asks[0].scored and not any(ask.scored for ask in cluster.asks[1:3])


@pytest.mark.parametrize(("crowd", "looks"), [(1, 4), (50, 1)])
def test_the_more_wait_for_a_compiler_the_less_often_each_of_them_asks(
    cluster: Called, monkeypatch: pytest.MonkeyPatch, crowd: int, looks: int
) -> None:
    """Fifty who asked four times a second kept it from its work."""
    clock = iter(range(1000))
    monkeypatch.setattr(stream, "POLL", (0.25, 0.03))
    monkeypatch.setattr(stream, "time", SimpleNamespace(monotonic=lambda: 100 + next(clock) / 10))
    monkeypatch.setattr(stream, "next_update", lambda before, _: before)  # which is not compiled
    cluster.crowd = crowd
    it = Stream(at(0))
    while next(clock) < 12:
        it.after(0, View(), True, 0)
    assert cluster.calls == looks


@pytest.mark.parametrize(("scoring", "scored"), [(0.1, True), (10.0, False)])
def test_what_takes_long_to_measure_is_measured_less_often(
    cluster: Called, monkeypatch: pytest.MonkeyPatch, scoring: float, scored: bool
) -> None:
    clock = iter((100.0, *[102.0] * 100))
    monkeypatch.setattr(stream, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    it = Stream(replace(at(5), scoring=scoring))
    it._scored = 100.0
    it.after(5, View(), True, 0)
    assert cluster.asks[0].scored == scored


def test_a_fault_is_told_and_it_goes_on_from_what_is_held(cluster: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    it = Stream(at(0))
    monkeypatch.setattr(stream, "next_update", lambda *_: 1 / 0)
    it.after(0, View(), True, 0)
    it.after(0, View(), True, 0)
    assert "ZeroDivisionError" in it.fault and len(it.updates) == 1
    calls = cluster.calls
    it.after(0, View(), True, 0)
    assert cluster.calls == calls, "not asked again"
    it.retry()
    monkeypatch.setattr(stream, "next_update", next_update)
    it.after(0, View(), True, 0)
    assert it.after(0, View(), True, 0) and not it.fault


def test_a_draft_that_went_too_far_gives_way_to_where_training_ended(cluster: Called) -> None:
    it = Stream(at(0))
    it.append(at(40))
    it.append(at(16, levelled=True))
    assert [update.state.step for update in it.updates] == [0, 16]
    found = it.after(40, View(), True, 0)
    assert found and found.state.step == 16


@pytest.mark.parametrize("step", [0, 18])
def test_whoever_stands_at_the_last_good_step_is_told_that_it_diverged(step: int, cluster: Called) -> None:
    it = Stream(at(0))
    if step:
        it.append(at(step))
    it.append(at(step, diverged=True))
    found = it.after(step, View(), True, 0)
    assert found and found.state.diverged and not cluster.calls

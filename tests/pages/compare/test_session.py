"""A race without a browser: fair turns, lanes that fall out, workers that are lost, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.measuring import measure
from metacore.studies.compare.question import Race
from metacore.training.engine import Budget, advance, init
from pages.parts.compare import board, session
from pages.parts.compare.session import RaceSession
from pages.parts.frame import calls, yardsticks
from tests.pages.at_once import AtOnce

QUERY = "methods=maml,fomaml,joint&family=linear&shots=4&queries=5&meta_batch=3&steps=100"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        monkeypatch.setattr(session, "CLUSTER", fake)
        monkeypatch.setattr(calls, "CLUSTER", fake)
        monkeypatch.setattr(yardsticks, "CLUSTER", fake)
        monkeypatch.setattr(session.YardstickCalls, "tick", lambda *_: False)  # yardsticks have tests of their own
        return fake

    return use


def run_to_the_end(it: RaceSession) -> RaceSession:
    it.playing = True
    for _ in range(200):
        it.tick()
        if not it.playing:
            return it
    raise AssertionError("the race does not end")


def test_every_lane_gets_its_steps_and_the_numbers_of_the_engine(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = run_to_the_end(RaceSession(Race.parse(QUERY)))
    for lane in it.lanes:
        assert lane.state.step == 100 and lane.settled and lane.shots is not None and lane.update
        state = advance(lane.run, init(lane.run), Budget(100)).state
        np.testing.assert_allclose(lane.update.stages[-1], measure(lane.run, state)["after"], rtol=1e-5)


def test_a_lost_worker_costs_a_lap_and_nothing_else(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    whole = run_to_the_end(RaceSession(Race.parse(QUERY)))
    at_once(lose=(1, 2, 5))
    again = run_to_the_end(RaceSession(Race.parse(QUERY)))
    assert not any(lane.out for lane in again.lanes)
    for one, other in zip(whole.lanes, again.lanes, strict=True):
        np.testing.assert_array_equal(one.state.params[0][0], other.state.params[0][0])


def test_a_method_that_diverges_falls_out_and_the_others_go_on(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = RaceSession(Race.parse("methods=maml,joint&family=sinusoid&shots=4&queries=5&meta_batch=3&steps=100"))
    wild = it.lanes[0]
    wild.run = wild.run.replace(alpha=10.0, beta=1.0, inner_steps=5)
    run_to_the_end(it)
    assert wild.out == "diverged" and wild.state.step < 100
    assert it.lanes[1].settled and [len(it.of(method)) for method in it.question.methods] == [0, 1]


def test_a_fault_of_the_program_ends_one_lane(at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch) -> None:
    at_once()
    honest = session.train_and_measure

    def faulty(run: Any, *arguments: Any) -> Any:
        if run.algorithm == "joint":
            raise ValueError("a fault")
        return honest(run, *arguments)

    monkeypatch.setattr(session, "train_and_measure", faulty)
    it = run_to_the_end(RaceSession(Race.parse(QUERY)))
    assert [lane.out for lane in it.lanes] == ["", "", "fault"]


def test_the_lane_that_is_furthest_behind_goes_next(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = RaceSession(Race.parse(QUERY + "&seeds=2"))
    it.lanes[0].state = it.lanes[0].state._replace(step=50)
    it.playing = True
    it.tick()
    assert 0 not in it._queue.calls and len(it._queue.calls) == 2


def test_the_download_holds_every_number(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = run_to_the_end(RaceSession(Race.parse(QUERY)))
    rows = board.table(it)
    assert list(rows.columns) == ["method", "seed", "quantity", "at", "value"]
    for lane in it.lanes:
        mine = rows[rows["method"] == lane.method]
        assert lane.update and (mine["quantity"] == "error of new task").sum() == len(lane.update.stages[-1])
        shots = mine[mine["quantity"] == "error by support points"]["value"]
        np.testing.assert_allclose(shots, lane.shots.mean(axis=1))  # type: ignore[union-attr]

"""A fusion lab without a browser: nothing is lost with a worker, and nothing goes on for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.studies.ensembles.question import Lab
from pages.parts.ensembles import session
from pages.parts.ensembles.session import SEEDS, LabSession
from pages.parts.frame import calls, yardsticks
from tests.pages.at_once import AtOnce, until_it_rests

QUERY = "family=linear&hidden=4&members=6&points=5&known=3&steps=10&shots=4&queries=5&meta_batch=3"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (session, yardsticks, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        monkeypatch.setattr(yardsticks.YardstickCalls, "tick", lambda *_: False)  # yardsticks have tests of their own
        monkeypatch.setattr(yardsticks.YardstickCalls, "awaited", lambda *_: False)
        return fake

    return use


def test_a_lab_measures_everything_and_rests(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    lab = until_it_rests(LabSession(Lab.parse(QUERY)))
    assert lab.fusion and not lab.stale and lab.complete and lab.asked == 6
    assert len(lab.others) == SEEDS - 1 and len(lab.snapshots) == 5
    assert {"seeds", "snapshots"} <= set(lab.fusion.names)
    assert sorted(lab.further.by_known) == [1, 2, 5, 10, 20, 50] and sorted(lab.further.by_size[3]) == [2, 5, 6]


def test_lost_workers_cost_nothing(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    whole = until_it_rests(LabSession(Lab.parse(QUERY)))
    at_once(lose=(1, 3, 11, 13))  # of training, and of further seeds; Dask itself asks lost models again
    lossy = until_it_rests(LabSession(Lab.parse(QUERY)))
    assert whole.fusion and lossy.fusion and not lossy.fault
    np.testing.assert_array_equal(whole.fusion.errors, lossy.fusion.errors)


def test_only_what_depends_on_a_setting_is_done_anew(at_once: Callable[..., AtOnce]) -> None:
    cluster = at_once()
    lab = until_it_rests(LabSession(Lab.parse(QUERY)))
    state, parts, calls = lab.state, lab._parts, cluster.calls
    lab.set(task=5)
    assert lab.stale and lab.fusion
    until_it_rests(lab)
    assert lab.state is state and lab._parts is parts and cluster.calls == calls + 1
    lab.set(members=4)
    assert lab.fusion is None and lab.state is state
    lab.set(alpha=0.3)
    until_it_rests(lab)
    assert lab.state is state, "a live dial of the meta-learner parts no training"
    lab.set(seed=9, weights=9)
    assert lab.state.step == 0


def test_a_contest_trains_as_long_as_the_first_and_ends(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    lab = until_it_rests(LabSession(Lab.parse(QUERY)))
    lab.start_contest("weighted")
    until_it_rests(lab)
    contest = lab.further.contest
    assert contest and contest.done and contest.through.step == 10 and contest.steps[-1] == 10
    assert set(contest.errors) == {"alone", "after", "through"}
    assert contest.trained.trained_ensemble == "weighted"


def test_a_fault_stops_the_lab_and_is_told(at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch) -> None:
    at_once()
    monkeypatch.setattr(session, "fuse", lambda *_: 1 / 0)
    assert until_it_rests(LabSession(Lab.parse(QUERY))).fault == "ZeroDivisionError: division by zero"

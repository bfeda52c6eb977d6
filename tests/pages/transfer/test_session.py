"""A transfer without a browser: fair turns, kinds that fall out, workers that are lost, verdicts and the download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.yardsticks import Measured
from metacore.interval import Interval
from metacore.run import Run
from metacore.studies.transfer.question import Transfer
from metacore.studies.transfer.work import Update
from metacore.training.engine import State
from pages.parts.frame import calls, yardsticks
from pages.parts.transfer import session
from pages.parts.transfer.board import cell, table
from pages.parts.transfer.session import TransferSession
from tests.pages.at_once import AtOnce

QUERY = "families=linear,opposite&algorithm=joint&shots=4&steps=100"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (session, yardsticks, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        monkeypatch.setattr(session.YardstickCalls, "tick", lambda *_: False)  # yardsticks have tests of their own
        return fake

    return use


def run_to_the_end(it: TransferSession) -> TransferSession:
    it.playing = True
    for _ in range(200):
        it.tick()
        if not it.playing:
            return it
    raise AssertionError("it does not end")


def test_every_kind_gets_its_steps_and_a_lost_worker_costs_nothing_else(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    whole = run_to_the_end(TransferSession(Transfer.parse(QUERY)))
    at_once(lose=(1, 3))
    again = run_to_the_end(TransferSession(Transfer.parse(QUERY)))
    for name, home in whole.homes.items():
        assert home.state.step == 100 and not home.out and set(home.metrics) == {"linear", "opposite"}
        np.testing.assert_array_equal(home.metrics["opposite"], again.homes[name].metrics["opposite"])


def test_a_kind_that_diverges_falls_out_and_the_others_go_on(
    at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once()
    honest = session.train_and_measure

    def wild(run: Run, state: State, *arguments: Any) -> Update:
        update = honest(run, state, *arguments)
        return update._replace(state=state._replace(diverged=True)) if run.family == "linear" else update

    monkeypatch.setattr(session, "train_and_measure", wild)
    it = run_to_the_end(TransferSession(Transfer.parse(QUERY)))
    assert it.homes["linear"].out == "diverged" and it.homes["opposite"].state.step == 100


def test_the_verdict_is_held_against_scratch_task_by_task(
    at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once()
    it = run_to_the_end(TransferSession(Transfer.parse(QUERY)))
    after = it.homes["linear"].metrics["opposite"][1]
    wave = np.where(np.arange(len(after)) % 2, 0.2, -0.2)

    def known(scratch: np.ndarray) -> None:
        interval = {"scratch": Interval.over(scratch)}
        monkeypatch.setattr(it, "measured", lambda _: Measured(interval, interval, {"scratch": scratch}))

    for scratch, verdict in ((after + 0.1, "better"), (after - 0.1, "worse"), (after + wave, "same")):
        known(scratch)
        found = cell(it, "linear", "opposite")
        assert found and found.verdict == verdict
    rows = table(it)
    assert len(rows) == 4 and np.isclose(rows["after"][1], after.mean())


def test_nothing_is_said_before_scratch_is_measured(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = run_to_the_end(TransferSession(Transfer.parse(QUERY)))
    found = cell(it, "linear", "opposite")
    assert found and found.verdict == "open" and np.isnan(table(it)["difference"]).all()

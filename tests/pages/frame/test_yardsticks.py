"""Yardsticks are measured once for all who ask, and a fault is not met again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pytest

from metacore.evaluation.yardsticks import PIECES
from pages.parts.frame import yardsticks
from pages.parts.frame.yardsticks import YardstickCalls
from tests.examples import small
from tests.pages.at_once import AtOnce

RUN = small("linear")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    fake = AtOnce()
    monkeypatch.setattr(yardsticks, "CLUSTER", fake)
    monkeypatch.setattr(yardsticks, "_known", OrderedDict())
    monkeypatch.setattr(yardsticks, "piece_at_once", lambda run, number: number)
    monkeypatch.setattr(yardsticks.Measured, "of", lambda run, pieces: list(pieces))
    return fake


def until(true: Callable[[], Any]) -> None:
    for _ in range(3 * PIECES):
        if true():
            return
    raise AssertionError("it does not come to that")


def test_two_who_ask_the_same_wait_for_one_measurement_and_both_are_told(cluster: AtOnce) -> None:
    one, other = YardstickCalls(), YardstickCalls()
    until(lambda: one.tick(RUN))
    assert cluster.calls == PIECES and one.of(RUN) == list(range(PIECES))
    assert other.tick(RUN) and not other.tick(RUN) and not other.awaited(RUN), "told once"
    assert other.of(RUN.replace(alpha=0.9)) == one.of(RUN), "what has no influence is the same question"
    assert cluster.calls == PIECES


def test_a_lost_worker_costs_a_call_and_a_fault_ends_it(cluster: AtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.lose = (2, 3)
    one = YardstickCalls()
    until(lambda: one.tick(RUN))
    assert cluster.calls == PIECES + 2
    monkeypatch.setattr(yardsticks, "piece_at_once", lambda *_: 1 / 0)
    bad = RUN.replace(shots=9)
    until(lambda: not one.awaited(bad) or one.tick(bad))
    calls = cluster.calls
    one.tick(bad)
    assert one.of(bad) is None and cluster.calls == calls
    monkeypatch.setattr(yardsticks, "piece_at_once", lambda run, number: number)
    one.tick(bad)
    assert cluster.calls == calls, "not again and again"
    another = YardstickCalls()
    until(lambda: another.tick(bad))


def test_the_oldest_of_very_many_are_let_go(cluster: AtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yardsticks, "KEPT", 2)
    for shots in (1, 2, 3):
        YardstickCalls().awaited(RUN.replace(shots=shots))
    assert [run.shots for run in yardsticks._known] == [2, 3]

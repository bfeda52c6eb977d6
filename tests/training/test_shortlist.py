"""The race that chooses a method for a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from metacore.episodes.splitting import prepared
from metacore.training import shortlist
from metacore.training.engine import Budget, advance, init
from metacore.training.shortlist import Race, next_rung, race
from tests.examples import TABLE, arrays, small_over, table, uncompiled

VALUES = table("regression")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "RUNGS", (10, 20))


def finished(start: Race) -> Race:
    while not start.over:
        start = next_rung(start)
    return start


def test_losers_leave_early_and_the_best_on_the_validation_tasks_is_left() -> None:
    with uncompiled():
        first = next_rung(race(small_over(VALUES)))
        end = next_rung(first)
        assert [len(first.racing), len(first.left), len(end.racing), len(end.left)] == [2, 1, 1, 2]
        assert first.left[0].loss >= max(entrant.loss for entrant in first.racing)
        assert [entrant.state.step for entrant in end.standings] == [20, 20, 10]
        winner, second = end.standings[:2]
        assert end.over and winner.loss <= second.loss and winner.loss == winner.state.validation.min()
        straight = advance(winner.run, init(winner.run), Budget(20)).state
    for one, other in zip(arrays(straight.params), arrays(winner.state.params), strict=True):
        np.testing.assert_array_equal(one, other)


def test_new_tasks_have_no_say() -> None:
    hit = np.isin(VALUES.task, prepared(VALUES).splits["test"])
    spoilt = replace(VALUES, y=np.where(hit[:, None], 1e6, VALUES.y))
    with uncompiled():
        honest, other = (finished(race(small_over(held))) for held in (VALUES, spoilt))
    assert [entrant.loss for entrant in honest.standings] == [entrant.loss for entrant in other.standings]


def test_a_method_that_diverges_leaves_and_classes_have_a_list_of_their_own() -> None:
    start = race(small_over(TABLE))
    assert [entrant.run.algorithm for entrant in start.racing] == list(shortlist.CLASSES)
    losses = ([np.nan, np.nan], [0.7, 0.4], [0.5, np.inf])
    marked = [
        entrant._replace(state=entrant.state._replace(checked=np.array([0, 8]), validation=np.array(values)))
        for entrant, values in zip(start.racing, losses, strict=True)
    ]
    assert [entrant.loss for entrant in marked] == [np.inf, 0.4, 0.5] and [one.step for one in marked] == [0, 8, 0]
    assert Race(tuple(marked)).standings == (marked[1], marked[2], marked[0])

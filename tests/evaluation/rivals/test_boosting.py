"""Boosted trees: what stands beside a row never holds its own answer, and rounds are chosen on tasks left aside."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.evaluation.rivals import boosting
from metacore.evaluation.rivals.rows import Rows, folds
from metacore.types import Problem

RANDOM = np.random.default_rng(3)
TASK = np.repeat(np.arange(30), 9)
X = RANDOM.normal(size=(270, 2))
VALUES = Rows(X, (X[:, :1] ** 2 + RANDOM.normal(size=30)[TASK][:, None]), TASK)


def test_a_row_is_told_the_means_of_others_of_its_task_as_many_as_are_known_later() -> None:
    made = boosting.with_means(VALUES, 5)
    counts = made.x[:, -1]
    assert set(counts) == {0, 5} and np.isnan(made.x[counts == 0, 2:-1]).all()
    for x, y, task in zip(*(column[counts == 5][::37] for column in made), strict=True):
        own = VALUES.of(np.array([task]))
        me = np.flatnonzero((own.x == x[:2]).all(axis=1))
        np.testing.assert_array_equal(own.y[me], y[None])
        others = np.setdiff1d(np.arange(9), me)
        # The mean is one of five of the eight other rows: a combination that holds no row of its own.
        sums = [own.y[list(which), 0].mean() for which in _fives(others)]
        assert np.abs(np.array(sums) - x[4]).min() < 1e-9


def _fives(places: np.ndarray) -> list[tuple[int, ...]]:
    from itertools import combinations

    return list(combinations(places.tolist(), 5))


def test_known_rows_help_where_tasks_differ_and_are_not_looked_at_otherwise() -> None:
    problem = Problem("regression", 2, 1)
    x = np.zeros((2, 1, 2))
    known = Rows(np.zeros((6, 2)), np.repeat([[2.0], [-2.0]], 3, axis=0), np.repeat([0, 1], 3))
    high, low = boosting.fit_with_means(problem, VALUES, 3)(known, x)[:, 0, 0]
    assert high > low + 1.5
    same = boosting.fit_alone(problem, VALUES, 3)(known, x)[:, 0, 0]
    assert same[0] == same[1]


@pytest.mark.parametrize("outputs", [1, 3])
def test_chances_of_classes_add_up_and_a_class_that_is_rare_has_one(outputs: int) -> None:
    label = (X[:, 0] > 0).astype(int)
    y = np.eye(3)[np.where(np.arange(270) == 4, 2, label)] if outputs == 3 else label[:, None].astype(float)
    problem = Problem("classification", 2, outputs)
    for fit in (boosting.fit_alone, boosting.fit_with_means):
        rows = Rows(X, y, TASK)
        found = fit(problem, rows, 4)(rows.of(np.arange(2)), X[None, :9].repeat(2, axis=0))
        assert found.shape == (2, 9, outputs)
        named = found.argmax(axis=-1) if outputs == 3 else found[..., 0] > 0.5
        assert (named == (X[:9, 0] > 0)).mean() > 0.8
        if outputs == 3:
            np.testing.assert_allclose(found.sum(axis=-1), 1)


def test_folds_part_whole_tasks_and_leave_none_out() -> None:
    parts = list(folds(VALUES, 3))
    assert sum(len(part.y) for _, part in parts) == 270
    for own, others in parts:
        assert not set(own.y[:, 0]) & set(others.y[:, 0]) and len(own.y) + len(others.y) == 270

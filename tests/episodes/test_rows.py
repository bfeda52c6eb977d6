"""Rows of recorded tasks: which are known, which are asked."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes import rows

SIZES = np.array([2, 3, 7, 30, 200, 5000], np.int32)
FIRST = np.cumsum(SIZES, dtype=np.int32) - SIZES


def drawn(shots: int, queries: int, seed: int = 1) -> np.ndarray:
    place = tf.constant([seed, 5])
    return np.asarray(rows.drawn(place, tf.constant(FIRST), tf.constant(SIZES), int(SIZES.max()), shots, queries))


@pytest.mark.parametrize(("shots", "queries"), [(1, 1), (5, 20), (50, 100)])
def test_a_row_is_known_or_asked_and_of_its_own_task(shots: int, queries: int) -> None:
    found = drawn(shots, queries)
    assert found.shape == (len(SIZES), shots + queries)
    for first, size, row in zip(FIRST, SIZES, found, strict=True):
        known, asked = set(row[:shots]), set(row[shots:])
        assert known and asked and not known & asked
        assert first <= row.min() and row.max() < first + size
        assert len(known) == int(rows.known(shots, int(size)))
        assert len(asked) == min(queries, size - len(known)), "rows repeat only where there are no others"


def test_a_quarter_of_a_small_task_is_kept_to_be_asked() -> None:
    assert [int(rows.known(50, size)) for size in (4, 8, 40, 66, 67, 1000)] == [3, 6, 30, 50, 50, 50]


def test_every_row_is_drawn_as_often_as_any_other() -> None:
    known = np.stack([drawn(3, 2, seed)[:, :3] for seed in range(400)])
    for task, size in enumerate(SIZES[:4]):
        seen = np.bincount((known[:, task] - FIRST[task]).ravel(), minlength=size)
        assert seen.min() > 0.55 * seen.mean() and seen.max() < 1.6 * seen.mean()
    large = np.unique(known[:, -1])
    assert len(large) > 800 and np.ptp(large) > 4500, "all over a task that is larger than the window"


def test_fewer_known_rows_are_the_first_of_more() -> None:
    np.testing.assert_array_equal(drawn(2, 20)[3:, :2], drawn(5, 17)[3:, :2])


def test_the_principal_plane_and_the_telling_line_point_where_the_data_do() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(400, 4)) * [0.1, 5, 0.2, 2]
    plane = rows.principal(x)
    np.testing.assert_allclose(np.abs(plane.directions), np.eye(4)[[1, 3]], atol=0.05)
    line = rows.telling(x / x.std(axis=0), (x / x.std(axis=0)) @ [3.0, 0, -4, 0])
    np.testing.assert_allclose(line.directions, [[0.6, 0, -0.8, 0]], atol=0.05)
    assert rows.principal(x[:, :1]).directions.shape == (2, 1)
    assert np.isfinite(rows.telling(x, np.ones(400)).directions).all()

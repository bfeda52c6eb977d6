"""Learning curves: small, exact, and the same however they are fed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from metacore.training.curve import LIMIT, Curve, extend, has_levelled_off, next_checkpoint


@settings(deadline=None, max_examples=80)
@given(some.integers(0, 3000), some.lists(some.integers(0, 3000), max_size=6), some.integers(0, 9))
def test_a_curve_is_the_same_however_its_losses_are_cut(length: int, cuts: list[int], seed: int) -> None:
    losses = np.random.default_rng(seed).exponential(size=length).astype(np.float32)
    whole, pieces = extend(Curve(), losses), Curve()
    for piece in np.split(losses, sorted(min(cut, length) for cut in cuts)):
        pieces = extend(pieces, piece)
    assert pieces.width == whole.width
    np.testing.assert_array_equal(pieces.points, whole.points)
    np.testing.assert_array_equal(pieces.rest, whole.rest)


@settings(deadline=None, max_examples=80)
@given(some.integers(0, 5000))
def test_each_point_is_the_mean_of_its_own_steps_and_nothing_is_lost(length: int) -> None:
    losses = np.random.default_rng(length).exponential(size=length).astype(np.float32)
    curve = extend(Curve(), losses)
    full = len(curve.points) * curve.width
    np.testing.assert_allclose(curve.points, losses[:full].reshape(-1, curve.width).mean(axis=1), rtol=1e-5)
    np.testing.assert_array_equal(curve.rest, losses[full:])
    assert len(curve.points) < LIMIT and len(curve.rest) < curve.width
    assert len(curve.points) == 0 or curve.steps[-1] == full


def test_a_curve_does_not_change_the_one_it_came_from() -> None:
    start = extend(Curve(), np.ones(5))
    extend(start, np.zeros(1000))
    assert start.points.tolist() == [1] * 5 and Curve().points.size == 0


@given(some.integers(0, 10_000_000))
def test_checkpoints_lie_ahead_and_meet_wherever_one_starts(step: int) -> None:
    ahead = next_checkpoint(step)
    assert step < ahead and next_checkpoint(ahead - 1) == ahead
    assert ahead - step <= max(8, step / 16)


def test_checkpoints_are_about_sixteen_for_every_doubling() -> None:
    step, passed = 4096, 0
    while step < 8192:
        step, passed = next_checkpoint(step), passed + 1
    assert 16 <= passed <= 32


def test_a_run_levels_off_when_it_no_longer_falls_and_not_before() -> None:
    steps = np.arange(8, 4001, 8)
    noise = 0.05 * np.random.default_rng(1).normal(size=len(steps))
    assert has_levelled_off(steps, np.ones(len(steps)) + noise)
    assert has_levelled_off(steps, 1 + np.exp(-steps / 100.0))
    assert not has_levelled_off(steps, 1 / steps)
    assert not has_levelled_off(steps, np.exp(-steps / 2000.0) + noise)
    assert not has_levelled_off(steps[:200], np.ones(200)), "too early to tell"
    assert not has_levelled_off(np.zeros(0), np.zeros(0))

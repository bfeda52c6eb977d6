"""Two moons: their geometry, and the density of their points."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes.noise import flip_likelihood
from metacore.episodes.sampling import log_likelihood, sample
from metacore.tasks.moons import PART
from metacore.types import Array, Batch, Episode

DIALS = {"noise": np.float32(0), "difference": np.float32(0.5)}


def drawn(difference: float, tasks: int = 2000) -> Episode:
    return sample(PART, tf.constant([5, 6]), tasks, 5, 20, DIALS | {"difference": np.float32(difference)})


def half_circles(latent: np.ndarray) -> np.ndarray:
    """Many points of both half-circles of one task, [2, points, 2]: made by hand and then turned and moved."""
    angle = np.linspace(0, pi, 4001)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=-1)
    lower = np.stack([0.5 + np.cos(-angle), 0.25 + np.sin(-angle)], axis=-1)
    turn = np.array([[np.cos(latent[0]), np.sin(latent[0])], [-np.sin(latent[0]), np.cos(latent[0])]])
    return np.stack([upper, lower]) @ turn + latent[1:]


def test_turn_and_centre_are_as_far_apart_as_the_dial_says() -> None:
    for difference in (0.0, 0.5, 1.0):
        latent = drawn(difference).latent.numpy()
        for values, far in zip(latent.T, (pi, 1, 1), strict=True):
            assert np.abs(values).max() <= difference * far + 1e-6
            assert abs(values.std() - difference * far / np.sqrt(3)) < 0.05 * far


def test_the_answer_is_the_nearer_half_circle() -> None:
    latent = np.array([[0.0, 0, 0], [2.0, 0.5, -0.3]], np.float32)
    x = np.random.default_rng(1).uniform(-3, 3, (2, 400, 2)).astype(np.float32)
    for task in range(2):
        away = np.linalg.norm(half_circles(latent[task])[:, None] - x[task, None, :, None], axis=-1).min(axis=-1)
        clear = np.abs(away[0] - away[1]) > 1e-3
        found = PART.answer(latent, x).numpy()[task, :, 0]
        np.testing.assert_array_equal(found[clear], (away[1] < away[0])[clear])


def test_points_lie_along_the_moons_half_on_each() -> None:
    episode = drawn(1.0, 50)
    for task in range(50):
        x = episode.query.x.numpy()[task]
        away = np.linalg.norm(half_circles(episode.latent.numpy()[task])[:, None] - x[None, :, None], axis=-1)
        assert away.min(axis=(0, 2)).max() < 0.5
    assert abs(drawn(0.5).query.y.numpy().mean() - 0.5) < 0.01


def density(x: Array) -> np.ndarray:
    """What the likelihood says of points of the unmoved moons, without the part that the labels have in it."""
    latent, noise = tf.zeros([1, 3]), np.float32(0.2)
    y = PART.answer(latent, x)
    return np.exp(log_likelihood(PART, latent, Batch(x, y), {"noise": noise}) - flip_likelihood(y, y, noise))[0]


def test_the_likelihood_is_a_density_and_that_of_the_points_drawn() -> None:
    line = np.linspace(-3, 3, 601, dtype=np.float32)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(1, -1, 2)
    on_grid = density(tf.constant(grid)) * 0.01**2 / 2  # up to a constant: both moons count whole
    assert on_grid.sum() == pytest.approx(1, abs=0.01)
    x = drawn(0.0).query.x.numpy().reshape(-1, 2)

    def within(a: np.ndarray) -> np.ndarray:
        return (np.hypot(a[:, 0] + 0.5, a[:, 1] + 0.25) < 1) & (a[:, 1] > -0.25)

    for region in (within, lambda a: a[:, 0] > 0.8, lambda a: a[:, 1] < -0.3, lambda a: np.hypot(*a.T) < 0.6):
        assert abs(on_grid[region(grid[0])].sum() - region(x).mean()) < 0.008

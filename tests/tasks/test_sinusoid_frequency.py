"""The sinusoids of Meta-SGD: ranges, moments, and the curve."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.tasks.sinusoid_frequency import PART
from metacore.types import Episode


def drawn(noise: float = 0.0) -> Episode:
    return sample(PART, tf.constant([5, 6]), 4000, 10, 20, {"noise": np.float32(noise)})


def test_ranges_and_moments_are_those_of_the_paper() -> None:
    episode = drawn()
    rows = [*episode.latent.numpy().T, episode.query.x.numpy().ravel()]
    for values, low, high in zip(rows, (0.1, 0.8, 0, -5), (5, 1.2, pi, 5), strict=True):
        assert low - 1e-5 <= values.min() and values.max() <= high + 1e-5
        assert abs(values.mean() - (low + high) / 2) < 0.02 * (high - low)
        assert abs(values.var() / ((high - low) ** 2 / 12) - 1) < 0.05
    assert np.abs(np.corrcoef(rows[:3]) - np.eye(3)).max() < 0.06, "drawn apart"


def test_the_answer_is_a_sine_of_its_height_pace_and_start() -> None:
    latent, x = tf.constant([[2.0, 1.0, 0.0], [3.0, 0.8, pi / 2]]), tf.constant([[[0.0], [pi / 2]]] * 2)
    np.testing.assert_allclose(PART.answer(latent, x)[..., 0], [[0, 2], [3, 3 * np.cos(0.4 * pi)]], atol=1e-5)


def test_noise_is_normal_with_its_deviation() -> None:
    error = drawn(0.5).support.y.numpy() - drawn().support.y.numpy()
    assert abs(error.mean()) < 0.01 and abs(error.std() - 0.5) < 0.01

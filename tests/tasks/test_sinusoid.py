"""The sinusoids of Finn et al. 2017: what is known about their distribution."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import log_likelihood, sample
from metacore.tasks.sinusoid import PART
from metacore.types import Batch, Episode

NUMBER = 4000


def drawn(noise: float = 0.0) -> Episode:
    return sample(PART, tf.constant([5, 6]), NUMBER, 10, 20, {"noise": np.float32(noise)})


def test_ranges_and_moments_are_those_of_the_paper() -> None:
    episode = drawn()
    amplitude, phase = episode.latent.numpy().T
    x = episode.query.x.numpy().ravel()
    for values, low, high in ((amplitude, 0.1, 5), (phase, 0, pi), (x, -5, 5)):
        assert low - 1e-5 <= values.min() and values.max() <= high + 1e-5
        assert abs(values.mean() - (low + high) / 2) < 0.02 * (high - low)
        assert abs(values.var() / ((high - low) ** 2 / 12) - 1) < 0.05
    assert abs(np.corrcoef(amplitude, phase)[0, 1]) < 0.06


def test_predicting_zero_costs_what_was_computed() -> None:
    # E[A^2] E[sin^2]: 8.503 times (1/2 - sin(10) / 20 * E[cos(2 phase)], and that mean is zero)
    assert abs((drawn().query.y.numpy() ** 2).mean() - 4.25) < 0.15


def test_the_answer_is_a_shifted_sine() -> None:
    latent, x = tf.constant([[2.0, 0.0], [3.0, pi / 2]]), tf.constant([[[0.0], [pi / 2]]] * 2)
    np.testing.assert_allclose(PART.answer(latent, x)[..., 0], [[0, 2], [-3, 0]], atol=1e-6)


def test_noise_is_normal_with_its_deviation() -> None:
    error = drawn(0.5).support.y.numpy() - drawn().support.y.numpy()
    assert abs(error.mean()) < 0.01 and abs(error.std() - 0.5) < 0.01
    assert abs((np.abs(error) < 0.5).mean() - 0.683) < 0.01


def test_the_likelihood_is_that_of_a_normal_error() -> None:
    flat, seen = tf.constant([[0.0, 0.0]]), Batch(tf.zeros([1, 3, 1]), tf.constant([[[1.0], [2.0], [0.0]]]))
    found = log_likelihood(PART, flat, seen, {"noise": np.float32(0.5)}).numpy()[0]
    np.testing.assert_allclose(found - found[2], [-2, -8, 0], rtol=1e-5)

"""The brief's family: what is known about its distribution."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import log_likelihood, sample
from metacore.tasks.linear import PART
from metacore.types import Batch, Episode

NUMBER = 4000


def drawn(noise: float = 0.0) -> Episode:
    return sample(PART, tf.constant([5, 6]), NUMBER, 20, 30, {"noise": np.float32(noise)})


def test_the_moments_are_those_of_the_brief() -> None:
    episode = drawn()
    w, t = episode.latent.numpy()[:, :2], episode.latent.numpy()[:, 2]
    x = episode.query.x.numpy()
    for normal in (w, x.reshape(-1, 2)):
        np.testing.assert_allclose(normal.mean(axis=0), 0, atol=0.06)
        np.testing.assert_allclose(np.cov(normal.T), np.eye(2), atol=0.08)
    assert 0 <= t.min() and t.max() <= 1
    assert abs(t.mean() - 1 / 2) < 0.02 and abs(t.var() - 1 / 12) < 0.005
    assert abs(np.corrcoef(w[:, 0], t)[0, 1]) < 0.06, "slope and offset are drawn apart"


def test_the_share_of_ones_is_that_of_the_family() -> None:
    assert abs(drawn().query.y.numpy().mean() - 0.316) < 0.01


def test_single_class_support_is_as_frequent_as_computed() -> None:
    for shots, share in ((5, 0.22), (10, 0.10), (20, 0.06)):
        means = drawn().support.y.numpy()[:, :shots].mean(axis=(1, 2))
        assert abs(np.isin(means, (0, 1)).mean() - share) < 0.02


def test_the_answer_is_which_side_of_the_line_a_point_lies_on() -> None:
    latent = tf.constant([[1.0, 0.0, 0.5], [0.0, -2.0, 0.0]])
    x = tf.constant([[[0.6, 9.0], [0.4, 9.0], [0.5, 0.0]]] * 2)
    assert PART.answer(latent, x).numpy()[..., 0].tolist() == [[1, 0, 0], [0, 0, 0]]
    assert PART.answer(latent, -x).numpy()[..., 0].tolist() == [[0, 0, 0], [1, 1, 0]]


def test_noise_flips_its_share_of_support_labels() -> None:
    clean, noisy = drawn(), drawn(0.3)
    flipped = clean.support.y.numpy() != noisy.support.y.numpy()
    assert abs(flipped.mean() - 0.3) < 0.01
    assert set(np.unique(noisy.support.y)) == {0, 1}
    ones = clean.support.y.numpy() == 1
    assert abs(flipped[ones].mean() - flipped[~ones].mean()) < 0.02


def test_the_likelihood_is_that_of_flipping() -> None:
    latent, x = tf.constant([[1.0, 0.0, 0.5]]), tf.constant([[[0.6, 0.0], [0.7, 0.0], [0.4, 0.0]]])
    found = log_likelihood(PART, latent, Batch(x, tf.constant([[[1.0], [0.0], [0.0]]])), {"noise": np.float32(0.2)})
    np.testing.assert_allclose(found, np.log([[0.8, 0.2, 0.8]]), rtol=1e-5)

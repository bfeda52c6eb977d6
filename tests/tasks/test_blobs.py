"""Clouds: the nearest centre is the answer, two classes to five, and the density of their points."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import log_likelihood, sample
from metacore.run import Run
from metacore.tasks.blobs import PART, WIDTH
from metacore.training.programs import all_dials
from metacore.types import Batch, Episode

each_number = pytest.mark.parametrize("classes", [2, 3, 4, 5])


def drawn(classes: int, difference: float = 1.0, tasks: int = 2000) -> Episode:
    run = Run.of({"family": "blobs", "classes": classes, "difference": difference})
    return sample(PART, tf.constant([5, 6]), tasks, 5, 20, all_dials(run))


def away(episode: Episode) -> np.ndarray:
    """Distances of the queries from every centre, [tasks, points, classes]."""
    centres = episode.latent.numpy().reshape(len(episode.latent), 1, -1, 2)
    return np.linalg.norm(episode.query.x.numpy()[:, :, None] - centres, axis=-1)


@each_number
def test_the_answer_is_the_nearest_centre(classes: int) -> None:
    episode = drawn(classes)
    y = episode.query.y.numpy()
    named = y[..., 0] if classes == 2 else y.argmax(axis=-1)
    np.testing.assert_array_equal(named, away(episode).argmin(axis=-1))
    assert Run.of({"family": "blobs", "classes": classes}).problem.classes == classes


@each_number
def test_centres_and_points_have_the_moments_that_are_promised(classes: int) -> None:
    episode = drawn(classes)
    centres = episode.latent.numpy().reshape(-1, 2)
    np.testing.assert_allclose(np.cov(centres.T), 1.5**2 * np.eye(2), atol=0.15)
    x = episode.query.x.numpy() - episode.latent.numpy().reshape(2000, -1, 2).mean(axis=1)[:, None]
    # Around the mean of the centres: a cloud's own width and the spread of the centres.
    assert abs(x.var() - (WIDTH**2 + 1.5**2 * (1 - 1 / classes))) < 0.12


@each_number
def test_without_difference_every_task_has_the_corners_of_a_polygon(classes: int) -> None:
    centres = drawn(classes, 0.0).latent.numpy().reshape(2000, classes, 2)
    np.testing.assert_allclose(centres, np.repeat(centres[:1], 2000, axis=0))
    np.testing.assert_allclose(np.linalg.norm(centres[0], axis=-1), 1.5, rtol=1e-5)
    sides = np.linalg.norm(centres[0] - np.roll(centres[0], 1, axis=0), axis=-1)
    np.testing.assert_allclose(sides, 3 * np.sin(np.pi / classes), rtol=1e-4)


def test_every_cloud_gives_its_share_of_points() -> None:
    shares = drawn(4, 0.0).query.y.numpy().mean(axis=(0, 1))
    np.testing.assert_allclose(shares, 0.25, atol=0.01)


@each_number
def test_the_likelihood_is_that_of_the_mixture_and_the_flipped_label(classes: int) -> None:
    episode, noise = drawn(classes, tasks=3), 0.2
    mixture = np.log(np.exp(-0.5 * (away(episode) / WIDTH) ** 2).sum(axis=-1))
    x, y = episode.query
    dials = {"classes": classes, "noise": np.float32(noise)}
    found = log_likelihood(PART, episode.latent, Batch(x, y), dials)
    np.testing.assert_allclose(found, mixture + np.log(1 - noise), atol=1e-4)
    other = 1 - y if classes == 2 else tf.roll(y, 1, axis=-1)
    found = log_likelihood(PART, episode.latent, Batch(x, other), dials)
    np.testing.assert_allclose(found, mixture + np.log(noise / (classes - 1)), atol=1e-4)

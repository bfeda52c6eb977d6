"""Circles: where they lie, how large they are, and that both classes are met."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.tasks.circles import PART
from metacore.types import Episode


def drawn(difference: float) -> Episode:
    dials = {"noise": np.float32(0), "difference": np.float32(difference)}
    return sample(PART, tf.constant([5, 6]), 3000, 5, 40, dials)


def test_centre_and_radius_are_as_far_apart_as_the_dial_says() -> None:
    for difference in (0.0, 0.5, 1.0):
        latent = drawn(difference).latent.numpy()
        for values, middle, far in zip(latent.T, (0, 0, 2), (1.5, 1.5, 0.6), strict=True):
            assert np.abs(values - middle).max() <= difference * far + 1e-5
            assert abs(values.mean() - middle) < 0.05 and abs(values.std() - difference * far / np.sqrt(3)) < 0.02


def test_the_share_of_ones_is_that_of_the_area() -> None:
    assert abs(drawn(0.0).query.y.numpy().mean() - 4 * pi / 36) < 0.01


def test_both_classes_are_met_in_every_task() -> None:
    shares = drawn(1.0).query.y.numpy().mean(axis=(1, 2))
    assert ((shares > 0) & (shares < 1)).mean() > 0.999
    assert abs(shares.mean() - 0.345) < 0.02


def test_the_answer_is_inside_or_outside() -> None:
    x = tf.constant([[[1.0, 2.9], [1.0, 3.1], [2.9, 1.0], [-1.1, 1.0], [1.0, 1.0]]])
    assert PART.answer(tf.constant([[1.0, 1.0, 2.0]]), x).numpy()[0, :, 0].tolist() == [1, 0, 1, 0, 1]

"""Opposite labels: a line and its mirror image, so that nothing is learned without adapting."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.tasks.opposite import PART
from metacore.types import Episode


def drawn(difference: float) -> Episode:
    dials = {"noise": np.float32(0), "difference": np.float32(difference)}
    return sample(PART, tf.constant([5, 6]), 4000, 5, 20, dials)


def test_half_of_the_tasks_are_mirrored_and_the_turn_is_as_wide_as_its_dial() -> None:
    for difference in (0.0, 0.2, 1.0):
        sign, turn = drawn(difference).latent.numpy().T
        assert set(sign) == {-1, 1} and abs(sign.mean()) < 0.05
        assert np.abs(turn).max() <= difference * pi / 2 + 1e-6
        assert abs(turn.std() - difference * pi / 2 / np.sqrt(3)) < 0.02
    assert abs(np.corrcoef(sign, turn)[0, 1]) < 0.06, "drawn apart"


def test_every_place_is_as_often_of_one_class_as_of_the_other() -> None:
    latent, places = drawn(0.3).latent, np.random.default_rng(1).normal(size=(1, 30, 2)).astype(np.float32)
    answers = PART.answer(latent, tf.repeat(places, len(latent), axis=0)).numpy()
    np.testing.assert_allclose(answers.mean(axis=0), 0.5, atol=0.03)


def test_a_mirrored_task_says_the_opposite_everywhere() -> None:
    x = tf.random.stateless_normal([1, 50, 2], [1, 2])
    one, other = (PART.answer(tf.constant([[sign, 0.4]]), x).numpy() for sign in (1.0, -1.0))
    np.testing.assert_array_equal(one, 1 - other)


def test_the_line_stands_across_its_direction() -> None:
    x = tf.constant([[[0.1, 5.0], [-0.1, 5.0], [0.1, -5.0]]] * 2)
    found = PART.answer(tf.constant([[1.0, 0.0], [1.0, pi / 2]]), x).numpy()[..., 0]
    assert found.tolist() == [[1, 0, 1], [1, 1, 0]]

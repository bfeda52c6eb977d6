"""Four quadrants: their geometry, and how far they are turned and moved."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.tasks.xor import PART
from metacore.types import Episode

CORNERS = tf.constant([[[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]])


def drawn(difference: float) -> Episode:
    dials = {"noise": np.float32(0), "difference": np.float32(difference)}
    return sample(PART, tf.constant([5, 6]), 3000, 5, 40, dials)


def answers(turn: float, centre: tuple[float, float] = (0.0, 0.0)) -> list[float]:
    return PART.answer(tf.constant([[turn, *centre]]), CORNERS + tf.constant(centre)).numpy()[0, :, 0].tolist()


def test_opposite_quadrants_are_of_one_class_around_any_centre() -> None:
    assert answers(0.0) == answers(0.3) == answers(0.0, (2.0, -1.0)) == [1, 0, 1, 0]


def test_a_right_angle_swaps_the_classes_and_two_bring_them_back() -> None:
    assert answers(pi / 2) == answers(-pi / 2) == [0, 1, 0, 1] and answers(pi) == answers(0.0)


def test_the_fields_are_turned_with_the_plane() -> None:
    latent, turn = tf.constant([[0.3, 0.5, -0.2]]), np.array([[np.cos(0.3), np.sin(0.3)], [-np.sin(0.3), np.cos(0.3)]])
    x = np.random.default_rng(1).normal(size=(1, 200, 2))
    found = PART.answer(latent, (x @ turn + [0.5, -0.2]).astype(np.float32)).numpy()
    np.testing.assert_array_equal(found[0, :, 0], x[0].prod(axis=-1) > 0)


def test_turn_and_centre_are_as_far_apart_as_the_dial_says() -> None:
    for difference in (0.0, 0.5, 1.0):
        for values, far in zip(drawn(difference).latent.numpy().T, (pi / 2, 1.5, 1.5), strict=True):
            assert np.abs(values).max() <= difference * far + 1e-5
            assert abs(values.std() - difference * far / np.sqrt(3)) < 0.03


def test_the_classes_are_alike_in_size_on_average() -> None:
    assert abs(drawn(1.0).query.y.numpy().mean() - 0.5) < 0.01

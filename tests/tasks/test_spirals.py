"""Two spirals: their arms, and which way they wind."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.tasks.spirals import PART, WINDING
from metacore.types import Episode


def drawn(difference: float) -> Episode:
    dials = {"noise": np.float32(0), "difference": np.float32(difference)}
    return sample(PART, tf.constant([5, 6]), 4000, 5, 40, dials)


def arm(turn: float, way: float, distance: np.ndarray) -> np.ndarray:
    """The middle of an arm, [1, n, 2]."""
    angle = turn + way * WINDING * distance
    return (distance[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1))[None].astype(np.float32)


def test_one_arm_is_class_one_and_the_other_class_zero_all_along() -> None:
    distance = np.linspace(0.1, 3, 50)
    for turn, way in ((0.0, 1.0), (2.0, 1.0), (-1.0, -1.0)):
        latent = tf.constant([[turn, way]])
        assert (PART.answer(latent, arm(turn, way, distance)).numpy() == 1).all()
        assert (PART.answer(latent, arm(turn + pi, way, distance)).numpy() == 0).all()
        for aside, inside in ((1.5, 1), (1.64, 0), (-1.5, 1), (-1.64, 0)):
            assert (PART.answer(latent, arm(turn + aside, way, distance)).numpy() == inside).all()


def test_the_other_way_is_the_mirror_image() -> None:
    x = drawn(0.5).query.x[:1]
    one, other = (
        PART.answer(tf.constant([[turn, way]]), at) for turn, way, at in ((0.7, 1, x), (-0.7, -1, x * [1, -1]))
    )
    np.testing.assert_array_equal(one, other)


def test_turns_and_ways_are_as_far_apart_as_the_dial_says() -> None:
    for difference in (0.0, 0.5, 1.0):
        turn, way = drawn(difference).latent.numpy().T
        assert np.abs(turn).max() <= difference * pi + 1e-5
        assert abs(turn.std() - difference * pi / np.sqrt(3)) < 0.05
        assert abs((way == -1).mean() - difference / 2) < 0.03 and set(np.abs(way)) == {1}


def test_points_fill_the_disc_alike_at_every_distance_and_the_arms_are_as_wide() -> None:
    far = np.linalg.norm(drawn(1.0).query.x.numpy(), axis=-1)
    assert far.max() <= 3 + 1e-5 and abs(far.mean() - 1.5) < 0.01 and abs(far.std() - 3 / np.sqrt(12)) < 0.01
    assert abs(drawn(0.0).query.y.numpy().mean() - 0.5) < 0.01

"""A family of functions: what it is where only those are given that every family has, and where points are drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import log_likelihood, sample
from metacore.episodes.synthetic import Inputs, Synthetic, curve, normal, uniform
from metacore.protocols import RecordedFamily
from metacore.types import Array, Card, Dials

NO_DIALS: dict[str, Any] = {"noise": np.float32(0.1)}


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    return tf.random.stateless_normal([tasks, 1], seed)


def answer(latent: Array, x: Array) -> Array:
    return tf.cast(x[..., :1] > latent[:, None], x.dtype)


HALVES = Synthetic(Card("Halves", "Left or right of a place.", "nowhere"), draw, answer)


def test_a_family_of_three_functions_has_tasks_of_two_classes_in_the_plane() -> None:
    clean = sample(HALVES, tf.constant([1, 2]), 50, 4, 6, NO_DIALS | {"noise": np.float32(0)})
    assert HALVES.problem({}).classes == 2 and not isinstance(HALVES, RecordedFamily)
    for x, y in (clean.support, clean.query):
        np.testing.assert_array_equal(y, x.numpy()[..., :1] > clean.latent.numpy()[:, None])
    x = clean.query.x.numpy()
    assert x.shape == (50, 6, 2) and HALVES.domain == (-3, 3) and -3 <= x.min() < -2.5 and 2.5 < x.max() <= 3


def test_a_density_counts_where_there_is_one_and_none_is_as_if_it_were_missing() -> None:
    latent, batch = tf.constant([[0.0]]), (tf.constant([[[1.0, 0], [-1, 0]]]), tf.constant([[[1.0], [1]]]))
    episode = sample(HALVES, tf.constant([1, 2]), 1, 2, 2, NO_DIALS)
    seen = episode.support._replace(x=batch[0], y=batch[1])
    assert getattr(HALVES, "log_density", None) is None and getattr(HALVES, "posterior", None) is None
    without = log_likelihood(HALVES, latent, seen, NO_DIALS)
    np.testing.assert_allclose(without, np.log([[0.9, 0.1]]), rtol=1e-5)
    dense = replace(HALVES, log_density=lambda latent, x: -(x[..., 0] ** 2))
    np.testing.assert_allclose(log_likelihood(dense, latent, seen, NO_DIALS), without - 1, rtol=1e-5)


def test_a_curve_asks_for_a_value_at_a_number() -> None:
    asked = replace(HALVES, problem=curve).problem({})
    assert (asked.kind, asked.features, asked.outputs) == ("regression", 1, 1)


@pytest.mark.parametrize(
    ("inputs", "features", "middle", "deviation"),
    [(uniform(1.0, 4.0, features=3), 3, 2.5, 3 / 12**0.5), (normal(features=2), 2, 0.0, 1.0)],
    ids=["uniform", "normal"],
)
def test_points_are_drawn_alike_in_all_tasks(inputs: Inputs, features: int, middle: float, deviation: float) -> None:
    x = inputs(tf.constant([1, 2]), tf.zeros([4, 7]), 20_000, {}).numpy()
    assert x.shape == (4, 20_000, features)
    np.testing.assert_allclose(x.mean(axis=1), middle, atol=0.04)
    np.testing.assert_allclose(x.std(axis=1), deviation, atol=0.04)

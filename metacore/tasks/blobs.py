"""Round clouds of points, two to five classes, somewhere else in every task.

Each point is drawn around a centre chosen alike, N(centre, 0.6^2 I2); y is the nearest centre.

That is the class which the Bayes rule names, not the cloud a point came from: the truth is a function of x.
Centres ~ N(0, 1.5^2 I2); the difference dial mixes them with the corners of a regular polygon of radius 1.5, which
alone are left at 0. Latents are the centres, one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial, difference
from metacore.episodes.synthetic import DEFAULTS, Synthetic
from metacore.types import Array, Card, Dials, Problem

WIDTH = 0.6  # the deviation of every cloud along each axis


def problem(settings: Mapping[str, Any]) -> Problem:
    classes = settings["classes"]
    return Problem("classification", features=2, outputs=1 if classes == 2 else classes)


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    classes, share = dials["classes"], dials["difference"]
    angle = tf.range(classes, dtype=tf.float32) * (2 * pi / classes)
    corners = tf.reshape(tf.stack([tf.cos(angle), tf.sin(angle)], axis=-1), [1, -1])
    return 1.5 * ((1 - share) * corners + share * tf.random.stateless_normal([tasks, 2 * classes], seed))


def inputs(seed: Array, latent: Array, points: int, dials: Dials) -> Array:
    which, where = tf.unstack(tf.random.split(seed, 2))
    tasks, classes = latent.shape[0], latent.shape[1] // 2
    cloud = tf.random.stateless_uniform([tasks, points], which, 0, classes, tf.int32)
    middle = tf.gather(tf.reshape(latent, [tasks, classes, 2]), cloud, batch_dims=1)
    return middle + WIDTH * tf.random.stateless_normal(middle.shape, where)


def answer(latent: Array, x: Array) -> Array:
    nearest = tf.argmin(_distances(latent, x), axis=-1, output_type=tf.int32)
    classes = latent.shape[1] // 2
    if classes == 2:
        return tf.cast(nearest[..., None], x.dtype)
    return tf.one_hot(nearest, classes, dtype=x.dtype)


def log_density(latent: Array, x: Array) -> Array:
    return tf.reduce_logsumexp(-0.5 * _distances(latent, x) / WIDTH**2, axis=-1)


def _distances(latent: Array, x: Array) -> Array:
    """Squared distances from every centre, [tasks, n, classes]."""
    centres = tf.reshape(tf.cast(latent, x.dtype), [latent.shape[0], 1, -1, 2])
    return tf.reduce_sum((x[:, :, None] - centres) ** 2, axis=-1)


PART = Synthetic(
    Card(
        label="Clouds",
        sentence="Round clouds of points, two to five classes. Every task has them in other places.",
        source="Pedregosa and others 2011, after the toy data of scikit-learn",
        url="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_blobs.html",
    ),
    draw,
    answer,
    inputs,
    dials=(
        Dial("classes", "Classes", "How many clouds there are to tell apart.", 3, "integer", 2, 5,
             stops=(2, 3, 4, 5), shapes=True),
        difference("How far the clouds are moved from task to task. At 0 all tasks are the same.", 0.5),
    ),
    defaults={**DEFAULTS, "hidden": (20,)},
    domain=(-4.0, 4.0),
    problem=problem,
    log_density=log_density,
)  # fmt: skip

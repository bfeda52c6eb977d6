"""Two interleaved half-moons, turned and moved from task to task (the shape of scikit-learn's make_moons).

Points near two half-circles of radius 1: an angle ~ U[0, pi], a radius ~ N(1, 0.1^2), either moon alike.

y says which half-circle is nearer, everywhere in the plane. Both are turned by up to half a turn and moved by up
to 1 along each axis, times the difference dial. Latents are (turn, two of the centre).
"""

from __future__ import annotations

from math import pi, sqrt

from metacore.compiling.lazy import tf
from metacore.dials import difference
from metacore.episodes.synthetic import DEFAULTS, Synthetic
from metacore.types import Array, Card, Dials

WIDTH = 0.1  # the deviation of a point's distance to its half-circle
MIDDLE = (-0.5, -0.25)  # of the first moon's circle, of radius 1; the second moon is its image through the origin


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    return dials["difference"] * tf.random.stateless_uniform([tasks, 3], seed, -1.0, 1.0) * [pi, 1.0, 1.0]


def inputs(seed: Array, latent: Array, points: int, dials: Dials) -> Array:
    moon, along, across = tf.unstack(tf.random.split(seed, 3))
    shape = [latent.shape[0], points, 1]
    sign = tf.where(tf.random.stateless_uniform(shape, moon) < 0.5, -1.0, 1.0)
    angle = tf.random.stateless_uniform(shape, along, 0.0, pi)
    radius = tf.random.stateless_normal(shape, across, 1.0, WIDTH)
    place = sign * (MIDDLE + radius * tf.concat([tf.cos(angle), tf.sin(angle)], axis=-1))
    return latent[:, None, 1:] + _turned(place, latent[:, None, :1])


def answer(latent: Array, x: Array) -> Array:
    place = _home(tf.cast(latent, x.dtype), x)
    return tf.cast(_distance(-place) < _distance(place), x.dtype)


def log_density(latent: Array, x: Array) -> Array:
    place = _home(tf.cast(latent, x.dtype), x)
    # A little everywhere, so that truths which miss a point can still be ranked.
    return tf.math.log(_density(place) + _density(-place) + 1e-6)


def _turned(x: Array, angle: Array) -> Array:
    one, two = x[..., :1], x[..., 1:]
    return tf.concat([one * tf.cos(angle) - two * tf.sin(angle), one * tf.sin(angle) + two * tf.cos(angle)], axis=-1)


def _home(latent: Array, x: Array) -> Array:
    """``x`` as seen from moons that are neither turned nor moved."""
    return _turned(x - latent[:, None, 1:], -latent[:, None, :1])


def _distance(place: Array) -> Array:
    """From the first moon's half-circle, [tasks, n, 1]."""
    across, up = tf.split(place - tf.constant(MIDDLE, place.dtype), 2, axis=-1)
    to_end = tf.sqrt((tf.abs(across) - 1) ** 2 + up**2)
    return tf.where(up >= 0, tf.abs(tf.sqrt(across**2 + up**2) - 1), to_end)


def _density(place: Array) -> Array:
    """Of a point of the first moon, [tasks, n]: of its radius and angle, each over the length that an angle spans."""
    across, up = tf.unstack(place - tf.constant(MIDDLE, place.dtype), axis=-1)
    radius = tf.sqrt(across**2 + up**2) + 1e-6
    near = tf.exp(-0.5 * ((radius - 1) / WIDTH) ** 2) / (WIDTH * sqrt(2 * pi))
    return tf.where(up >= 0, near / (pi * radius), 0)


PART = Synthetic(
    Card(
        label="Two moons",
        sentence="Two half-moons that hold each other. Every task has them turned and moved.",
        source="Pedregosa and others 2011, the toy data of scikit-learn",
        url="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html",
    ),
    draw,
    answer,
    inputs,
    dials=(difference("How far the moons are turned and moved from task to task. At 0 all tasks are the same.", 0.5),),
    defaults={**DEFAULTS, "alpha": 0.1},
    log_density=log_density,
)

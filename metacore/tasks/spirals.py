"""Two spiral arms that wind around each other, turned from task to task and wound either way.

x uniform in angle and in distance from the middle, up to 3; y = [cos(angle - way * distance - turn) > 0].

The arms are bands that fill the disc, each as wide as the other. turn ~ U[-pi, pi] times the difference dial; way
is -1 in half of the tasks times the dial, else 1. Latents are (turn, way).
"""

from __future__ import annotations

from math import pi

from metacore.compiling.lazy import tf
from metacore.dials import difference
from metacore.episodes.synthetic import Synthetic
from metacore.types import Array, Card, Dials

WINDING = 1.0  # radians that an arm turns for each unit of distance from the middle


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    turn, way = tf.unstack(tf.random.split(seed, 2))
    start = dials["difference"] * tf.random.stateless_uniform([tasks, 1], turn, -pi, pi)
    back = tf.random.stateless_uniform([tasks, 1], way) < 0.5 * dials["difference"]
    return tf.concat([start, tf.where(back, -1.0, 1.0)], axis=-1)


def inputs(seed: Array, latent: Array, points: int, dials: Dials) -> Array:
    around, far = tf.unstack(tf.random.split(seed, 2))
    shape = [latent.shape[0], points, 1]
    angle = tf.random.stateless_uniform(shape, around, -pi, pi)
    return tf.random.stateless_uniform(shape, far, 0.0, 3.0) * tf.concat([tf.cos(angle), tf.sin(angle)], axis=-1)


def answer(latent: Array, x: Array) -> Array:
    turn, way = tf.split(tf.cast(latent, x.dtype)[:, None], 2, axis=-1)
    across, up = tf.split(x, 2, axis=-1)
    bent = tf.atan2(up, across) - way * WINDING * tf.norm(x, axis=-1, keepdims=True)
    return tf.cast(tf.cos(bent - turn) > 0, x.dtype)


PART = Synthetic(
    Card(
        label="Two spirals",
        sentence="Two arms that wind around each other. Every task has them turned; some wind the other way.",
        source="Lang and Witbrock 1988, the two-spirals problem",
        url="https://www.cs.cmu.edu/afs/cs/project/ai-repository/ai/areas/neural/bench/cmu/",
    ),
    draw,
    answer,
    inputs,
    dials=(
        difference("How far the arms are turned from task to task, and how many wind the other way. At 0 all "
                   "tasks are the same.", 0.5),
    ),
)  # fmt: skip

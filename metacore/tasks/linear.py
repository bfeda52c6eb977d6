"""The source brief's family: two classes in the plane, split by a random line.

w ~ N(0, I2), t ~ U[0, 1], x ~ N(0, I2), y = [w.x > t] (the source brief, "generate tasks").

Latents are (w1, w2, t). Noise is the share of support labels that are flipped; queries stay true.
"""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.episodes.synthetic import DEFAULTS, Synthetic, normal
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    slope, offset = tf.unstack(tf.random.split(seed, 2))
    w = tf.random.stateless_normal([tasks, 2], slope)
    t = tf.random.stateless_uniform([tasks, 1], offset)
    return tf.concat([w, t], axis=-1)


def answer(latent: Array, x: Array) -> Array:
    score = tf.reduce_sum(x * latent[:, None, :2], axis=-1, keepdims=True)
    return tf.cast(score > latent[:, None, 2:], x.dtype)


PART = Synthetic(
    Card(
        label="Lines in the plane",
        sentence="Two classes of points, split by a straight line. Every task has another line.",
        source="The source brief",
    ),
    draw,
    answer,
    normal(features=2),
    defaults={**DEFAULTS, "hidden": (10,)},
)

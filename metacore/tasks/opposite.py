"""Opposite labels: half of the tasks call class 1 what the other half calls class 0 (the source brief's open cases).

x ~ N(0, I2), y = [s x . u > 0]: s is 1 or -1 by the toss of a coin, u points along the first axis, turned.

u is turned by up to a right angle, times the difference dial. Whatever the turn, every point is as often of one
class as of the other, so that no answer without adapting is better than a coin. Latents are (s, turn).
"""

from __future__ import annotations

from math import pi

from metacore.compiling.lazy import tf
from metacore.dials import difference
from metacore.episodes.synthetic import DEFAULTS, Synthetic, normal
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    which, turn = tf.unstack(tf.random.split(seed, 2))
    sign = tf.where(tf.random.stateless_uniform([tasks, 1], which) < 0.5, -1.0, 1.0)
    angle = dials["difference"] * tf.random.stateless_uniform([tasks, 1], turn, -pi / 2, pi / 2)
    return tf.concat([sign, angle], axis=-1)


def answer(latent: Array, x: Array) -> Array:
    sign, turn = tf.split(tf.cast(latent, x.dtype)[:, None], 2, axis=-1)
    return tf.cast(sign * (x[..., :1] * tf.cos(turn) + x[..., 1:] * tf.sin(turn)) > 0, x.dtype)


PART = Synthetic(
    Card(
        label="Opposite labels",
        sentence="One line, but half of the tasks swap the two classes: what is right in one is wrong in the other.",
        source="The source brief",
    ),
    draw,
    answer,
    normal(features=2),
    dials=(
        difference("How far the line is turned from task to task. At 0 there are only two tasks: the line and its "
                   "mirror image.", 0.2, "Turn of the line"),
    ),
    defaults={**DEFAULTS, "hidden": (10,)},
)  # fmt: skip

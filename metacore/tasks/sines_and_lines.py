"""Half sinusoids, half lines: tasks of two unlike kinds (Finn, Xu and Levine 2018, section 5).

By the toss of a coin A sin(x - phase), as in Finn et al. 2017, or a x + b with a and b ~ U[-3, 3]; x ~ U[-5, 5].

Latents are (1 for a line, A or a, phase or b). Noise is the deviation added to support values, as in the paper 0.3
unless set; queries stay true.
"""

from __future__ import annotations

from math import pi

from metacore.compiling.lazy import tf
from metacore.episodes.synthetic import Synthetic, curve, uniform
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    which, numbers = tf.unstack(tf.random.split(seed, 2))
    line = tf.random.stateless_uniform([tasks, 1], which) < 0.5
    drawn = tf.random.stateless_uniform([tasks, 2], numbers)
    return tf.concat([tf.cast(line, tf.float32), tf.where(line, -3 + 6 * drawn, [0.1, 0.0] + drawn * [4.9, pi])], -1)


def answer(latent: Array, x: Array) -> Array:
    line, first, second = tf.split(tf.cast(latent, x.dtype)[:, None], 3, axis=-1)
    return tf.where(line > 0.5, first * x + second, first * tf.sin(x - second))


PART = Synthetic(
    Card(
        label="Waves and lines",
        sentence="Some tasks are sine waves and some are straight lines; the examples must tell which.",
        source="Finn, Xu and Levine 2018, section 5",
        url="https://arxiv.org/abs/1806.02817",
    ),
    draw,
    answer,
    uniform(-5.0, 5.0, features=1),
    defaults={"noise": 0.3, "queries": 10, "hidden": (40, 40), "inner_steps": 5, "alpha": 0.01, "beta": 0.001},
    domain=(-5.0, 5.0),
    span=(-18.0, 18.0),
    problem=curve,
)

"""Half sinusoids, half lines: tasks of two unlike kinds (Finn, Xu and Levine 2018, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class SinesAndLines:
    """By the toss of a coin A sin(x - phase), as in Finn et al. 2017, or a x + b with a and b ~ U[-3, 3]; x ~ U[-5, 5].

    Latents are (1 for a line, A or a, phase or b). Noise is the deviation added to support values, as in the paper 0.3
    unless set; queries stay true.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-5.0, 5.0)
    span: tuple[float, float] = (-18.0, 18.0)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("regression", features=1, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        which, numbers = tf.unstack(tf.random.split(seed, 2))
        line = tf.random.stateless_uniform([tasks, 1], which) < 0.5
        drawn = tf.random.stateless_uniform([tasks, 2], numbers)
        return tf.concat(
            [tf.cast(line, tf.float32), tf.where(line, -3 + 6 * drawn, [0.1, 0.0] + drawn * [4.9, pi])], -1
        )

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, 1], seed, -5.0, 5.0)

    def answer(self, latent: Array, x: Array) -> Array:
        line, first, second = tf.split(tf.cast(latent, x.dtype)[:, None], 3, axis=-1)
        return tf.where(line > 0.5, first * x + second, first * tf.sin(x - second))


PART = SinesAndLines(
    Card(
        label="Waves and lines",
        sentence="Some tasks are sine waves and some are straight lines; the examples must tell which.",
        source="Finn, Xu and Levine 2018, section 5",
        url="https://arxiv.org/abs/1806.02817",
    ),
    defaults={"noise": 0.3, "queries": 10, "hidden": (40, 40), "inner_steps": 5, "alpha": 0.01, "beta": 0.001},
)

"""Sinusoids whose frequency varies too (Li, Zhou, Chen and Li 2017, Meta-SGD, section 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class SinusoidFrequency:
    """A ~ U[0.1, 5], w ~ U[0.8, 1.2], b ~ U[0, pi], x ~ U[-5, 5], y = A sin(w x + b): the paper's ranges.

    Latents are (A, w, b). Noise is the deviation added to support values; queries stay true.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-5.0, 5.0)
    span: tuple[float, float] = (-5.6, 5.6)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("regression", features=1, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        return [0.1, 0.8, 0.0] + tf.random.stateless_uniform([tasks, 3], seed) * [4.9, 0.4, pi]

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, 1], seed, -5.0, 5.0)

    def answer(self, latent: Array, x: Array) -> Array:
        amplitude, frequency, phase = tf.split(tf.cast(latent, x.dtype)[:, None], 3, axis=-1)
        return amplitude * tf.sin(frequency * x + phase)


PART = SinusoidFrequency(
    Card(
        label="Sine waves of any length",
        sentence="Sine waves again, but the distance from crest to crest also changes from task to task.",
        source="Li, Zhou, Chen and Li 2017, Meta-SGD, section 4.1",
        url="https://arxiv.org/abs/1707.09835",
    ),
    defaults={"queries": 10, "hidden": (40, 40), "inner_steps": 1, "alpha": 0.01, "beta": 0.001},
)

"""Sinusoids of random amplitude and phase (Finn, Abbeel and Levine 2017, section 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class Sinusoid:
    """A ~ U[0.1, 5], phase ~ U[0, pi], x ~ U[-5, 5], y = A sin(x - phase).

    Latents are (A, phase). Noise is the deviation added to support values; queries stay true.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-5.0, 5.0)
    span: tuple[float, float] = (-5.6, 5.6)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("regression", features=1, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        height, shift = tf.unstack(tf.random.split(seed, 2))
        amplitude = tf.random.stateless_uniform([tasks, 1], height, 0.1, 5.0)
        phase = tf.random.stateless_uniform([tasks, 1], shift, 0.0, pi)
        return tf.concat([amplitude, phase], axis=-1)

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, 1], seed, -5.0, 5.0)

    def answer(self, latent: Array, x: Array) -> Array:
        return latent[:, None, :1] * tf.sin(x - latent[:, None, 1:])


PART = Sinusoid(
    Card(
        label="Sine waves",
        sentence="Predict a value along a sine wave. Every task has another height and shift.",
        source="Finn, Abbeel and Levine 2017, section 5.1",
        url="https://arxiv.org/abs/1703.03400",
    ),
    defaults={"queries": 10, "hidden": (40, 40), "inner_steps": 1, "alpha": 0.01, "beta": 0.001},
)

"""The source brief's family: two classes in the plane, split by a random line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class Linear:
    """w ~ N(0, I2), t ~ U[0, 1], x ~ N(0, I2), y = [w.x > t] (the source brief, "generate tasks").

    Latents are (w1, w2, t). Noise is the share of support labels that are flipped; queries stay true.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-3.0, 3.0)
    span: tuple[float, float] = (0.0, 1.0)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("classification", features=2, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        slope, offset = tf.unstack(tf.random.split(seed, 2))
        w = tf.random.stateless_normal([tasks, 2], slope)
        t = tf.random.stateless_uniform([tasks, 1], offset)
        return tf.concat([w, t], axis=-1)

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_normal([latent.shape[0], points, 2], seed)

    def answer(self, latent: Array, x: Array) -> Array:
        score = tf.reduce_sum(x * latent[:, None, :2], axis=-1, keepdims=True)
        return tf.cast(score > latent[:, None, 2:], x.dtype)


PART = Linear(
    Card(
        label="Lines in the plane",
        sentence="Two classes of points, split by a straight line. Every task has another line.",
        source="The source brief",
    ),
    defaults={"queries": 30, "hidden": (10,), "inner_steps": 5, "alpha": 0.3, "beta": 0.01},
)

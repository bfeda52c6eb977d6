"""The source brief's family: two classes in the plane, split by a random line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metacore.dials import Dial
from metacore.lazy import tf
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class Linear:
    """w ~ N(0, I2), t ~ U[0, 1], x ~ N(0, I2), y = [w.x > t] (the source brief, "generate tasks").

    Latents are (w1, w2, t). Noise is the share of support labels that are flipped; queries stay true.
    """

    card: Card
    problem: Problem = Problem("classification", features=2, outputs=1)
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-3.0, 3.0)
    noise_word: str = "share of support labels that are flipped"

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        slope, offset = tf.unstack(tf.random.split(seed, 2))
        w = tf.random.stateless_normal([tasks, 2], slope)
        t = tf.random.stateless_uniform([tasks, 1], offset)
        return tf.concat([w, t], axis=-1)

    def inputs(self, seed: Array, tasks: int, points: int, dials: Dials) -> Array:
        return tf.random.stateless_normal([tasks, points, 2], seed)

    def answer(self, latent: Array, x: Array) -> Array:
        score = tf.reduce_sum(x * latent[:, None, :2], axis=-1, keepdims=True)
        return tf.cast(score > latent[:, None, 2:], x.dtype)

    def corrupt(self, seed: Array, y: Array, noise: Array) -> Array:
        flip = tf.random.stateless_uniform(y.shape, seed) < tf.cast(noise, tf.float32)
        return tf.where(flip, 1 - y, y)

    def log_likelihood(self, answers: Array, seen: Array, noise: Array) -> Array:
        # Where there is no noise a tiny one lets samples that miss a point still be ranked.
        flipped = tf.clip_by_value(tf.cast(noise, answers.dtype), 1e-6, 0.5)
        return tf.where(tf.equal(answers, seen), tf.math.log1p(-flipped), tf.math.log(flipped))


PART = Linear(
    Card(
        label="Lines in the plane",
        sentence="Two classes of points, split by a straight line. Every task has another line.",
        source="The source brief",
    ),
    defaults={"queries": 30, "hidden": (10,), "inner_steps": 5, "alpha": 0.3, "beta": 0.01},
)

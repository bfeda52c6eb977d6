"""Inside or outside a circle, which is somewhere else and of another size in every task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial, difference
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class Circles:
    """x ~ U[-3, 3]^2, y = [|x - centre| < radius], centre ~ U[-1.5, 1.5]^2, radius ~ U[1.4, 2.6].

    The difference dial draws centre and radius together towards the origin and 2. A circle covers from a sixth to
    six tenths of the square. Latents are (two of the centre, radius).
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-3.0, 3.0)
    span: tuple[float, float] = (0.0, 1.0)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("classification", features=2, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        spread = dials["difference"] * tf.random.stateless_uniform([tasks, 3], seed, -1.0, 1.0)
        return [0.0, 0.0, 2.0] + spread * [1.5, 1.5, 0.6]

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, 2], seed, -3.0, 3.0)

    def answer(self, latent: Array, x: Array) -> Array:
        latent = tf.cast(latent, x.dtype)[:, None]
        away = tf.reduce_sum((x - latent[..., :2]) ** 2, axis=-1, keepdims=True)
        return tf.cast(away < latent[..., 2:] ** 2, x.dtype)


PART = Circles(
    Card(
        label="Circles",
        sentence="Inside or outside a circle. Every task has it in another place and of another size.",
        source="Pedregosa and others 2011, after the toy data of scikit-learn",
        url="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_circles.html",
    ),
    dials=(
        difference("How far the circles are apart and how unlike in size. At 0 all tasks are the same.", 1.0),
    ),
    defaults={"queries": 30, "hidden": (20, 20), "inner_steps": 5, "alpha": 0.1, "beta": 0.01},
)  # fmt: skip

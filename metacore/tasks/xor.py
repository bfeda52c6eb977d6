"""Four quadrants, opposite ones of the same class, turned and moved from task to task (exclusive or)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial, difference
from metacore.types import Array, Card, Dials, Problem


@dataclass(frozen=True)
class Xor:
    """x ~ U[-3, 3]^2; y = 1 in the first and third quadrant around a centre, with axes turned.

    The turn is up to a right angle (which swaps the classes) and the centre up to 1.5 away along each axis, times the
    difference dial. Latents are (turn, two of the centre).
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-3.0, 3.0)
    span: tuple[float, float] = (0.0, 1.0)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return Problem("classification", features=2, outputs=1)

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        return dials["difference"] * tf.random.stateless_uniform([tasks, 3], seed, -1.0, 1.0) * [pi / 2, 1.5, 1.5]

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, 2], seed, -3.0, 3.0)

    def answer(self, latent: Array, x: Array) -> Array:
        latent = tf.cast(latent, x.dtype)[:, None]
        along, turn = x - latent[..., 1:], latent[..., :1]
        one = along[..., :1] * tf.cos(turn) + along[..., 1:] * tf.sin(turn)
        two = along[..., 1:] * tf.cos(turn) - along[..., :1] * tf.sin(turn)
        return tf.cast(one * two > 0, x.dtype)


PART = Xor(
    Card(
        label="Four quadrants",
        sentence="A chessboard of four fields that no line can split. Every task has it turned and moved.",
        source="Minsky and Papert 1969, the exclusive or",
        url="https://doi.org/10.7551/mitpress/11301.001.0001",
    ),
    dials=(
        difference("How far the fields are turned and moved from task to task. At 0 all tasks are the same.", 0.5),
    ),
    defaults={"queries": 30, "hidden": (20, 20), "inner_steps": 5, "alpha": 0.3, "beta": 0.01},
)  # fmt: skip

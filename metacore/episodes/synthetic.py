"""A task family that is made up, as functions: which truths there are, where points lie, what is true there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.types import Array, Batch, Card, Dials, Problem

# The run's dials that suit two classes in the plane.
DEFAULTS = {"queries": 30, "hidden": (20, 20), "inner_steps": 5, "alpha": 0.3, "beta": 0.01}
Inputs = Callable[[Array, Array, int, Dials], Array]


def plane(settings: Mapping[str, Any]) -> Problem:
    """Two classes of points in the plane."""
    return Problem("classification", features=2, outputs=1)


def curve(settings: Mapping[str, Any]) -> Problem:
    """A value at every number."""
    return Problem("regression", features=1, outputs=1)


def uniform(low: float, high: float, features: int) -> Inputs:
    """Points of U[low, high] along each feature, whatever the task, [tasks, points, features]."""

    def inputs(seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_uniform([latent.shape[0], points, features], seed, low, high)

    return inputs


def normal(features: int) -> Inputs:
    """Points of N(0, I), whatever the task, [tasks, points, features]."""

    def inputs(seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        return tf.random.stateless_normal([latent.shape[0], points, features], seed)

    return inputs


SQUARE = uniform(-3.0, 3.0, features=2)


@dataclass(frozen=True)
class Synthetic:
    """A ``TaskFamily`` of functions; what is not said is as for two classes of points spread over a square.

    All are as in the protocol. ``log_density`` and ``posterior`` are None where the family has no such method.
    """

    card: Card
    draw: Callable[[Array, int, Dials], Array]
    answer: Callable[[Array, Array], Array]
    inputs: Inputs = SQUARE
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=DEFAULTS.copy)
    domain: tuple[float, float] = (-3.0, 3.0)
    span: tuple[float, float] = (0.0, 1.0)
    problem: Callable[[Mapping[str, Any]], Problem] = plane
    log_density: Callable[[Array, Array], Array] | None = None
    posterior: Callable[[Batch, Array, Dials], tuple[Array, Array]] | None = None

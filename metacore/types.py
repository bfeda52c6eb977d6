"""What travels between the parts. Arrays are NumPy or TensorFlow alike and carry a leading task axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Array = Any  # a NumPy array or a TensorFlow tensor
Params = Any  # any nest (lists, tuples, dicts) of arrays; a network is a list of (w, b)
Dials = Mapping[str, Any]  # dial name -> tensor, or a plain Python value where it shapes the program
Predictor = Callable[[Array], Array]  # x [tasks, n, features] -> [tasks, n, outputs], probabilities or means


class Batch(NamedTuple):
    """Points of some tasks: ``x [tasks, shots, features]``, ``y [tasks, shots, outputs]``.

    ``y`` is 0 or 1 for two classes, one-hot for more, a value for regression.
    """

    x: Array
    y: Array


class Episode(NamedTuple):
    """Tasks split into what is learned from (support) and what is asked (query), and the hidden truth."""

    support: Batch
    query: Batch
    latent: Array


Kind = Literal["classification", "regression"]
Split = Literal["training", "validation", "test"]


@dataclass(frozen=True)
class Problem:
    """What a task asks for: the kind of answer and the sizes of input and output.

    Two classes have one output, the probability of the second; more classes have one each. ``image``: rows and columns
    where the inputs are the pixels of one.

    >>> Problem("classification", 2, outputs=1).classes, Problem("classification", 2, outputs=4).classes
    (2, 4)
    """

    kind: Kind
    features: int
    outputs: int
    image: tuple[int, int] | None = field(default=None, repr=False)

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return max(self.outputs, 2) if self.kind == "classification" else 0


@dataclass(frozen=True)
class Card:
    """How a part presents itself on screen: a name, one sentence, and where it comes from."""

    label: str
    sentence: str
    source: str
    url: str = ""


@dataclass(frozen=True)
class Method(Card):
    """The card of an algorithm: also what it learns, how it adapts, and its kind in both vocabularies.

    ``serves``: the problems it can answer. ``defaults``, ``limits`` (low, high) and ``ignores`` bend the run's common
    dials for this algorithm: other defaults, a narrower range, and dials that have no effect and so are not shown.
    """

    learns: str = ""
    adapts: str = ""
    brief_kind: Literal["extrinsic", "intrinsic", "none"] = "none"
    field_kind: Literal["optimisation-based", "metric-based", "model-based", "baseline"] = "baseline"
    serves: tuple[Kind, ...] = ("classification", "regression")
    defaults: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ignores: tuple[str, ...] = ()


class Plane(NamedTuple):
    """A flat cut through the inputs: a point ``middle`` [features], and ``directions`` of length one, one a row.

    >>> import numpy as np
    >>> flat = Plane(np.zeros(3), np.eye(3)[:2])
    >>> flat.flattened(np.array([[5.0, 6.0, 7.0]])), flat.inputs(np.array([[5.0, 6.0]]))
    (array([[5., 6.]]), array([[5., 6., 0.]]))
    """

    middle: Array
    directions: Array

    def flattened(self, x: Array) -> Array:
        """Inputs [..., features] as places on the plane [..., directions]."""
        return (x - self.middle) @ self.directions.T

    def inputs(self, places: Array) -> Array:
        """Places on the plane [..., directions] as inputs [..., features]."""
        return self.middle + places @ self.directions

"""Where the models of an ensemble come from: the protocol of a pool, and what it hands out."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from metacore.run import Run
from metacore.types import Batch, Card, Params, Predictor


class Models(NamedTuple):
    """Some trained models, one for each task.

    ``answer``: x [models, n, features] -> probabilities or means [models, n, outputs]. ``networks``: their weights, a
    list of (w, b) with a leading axis where each model has its own; None where they have no such.
    """

    answer: Predictor
    networks: Params | None


class Pool(Protocol):
    """A source of models that each have learned one training task.

    ``shared_start``: whether networks start from the same weights, so that a mean of weights has a meaning.
    """

    @property
    def card(self) -> Card: ...
    @property
    def shared_start(self) -> bool: ...

    def models(self, run: Run, params: Params, support: Batch, first: int) -> Models:
        """A model for each task of ``support`` [models, points, ...]; the first is number ``first`` of the pool."""

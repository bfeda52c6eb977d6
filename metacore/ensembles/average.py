"""Uniform averaging: the mean of all members' predictions (the linear opinion pool, Stone 1961)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.lazy import tf
from metacore.types import Batch, Card, Predictor, Problem


@dataclass(frozen=True)
class Average:
    """p(x) = mean over members of p_m(x). The new task's support is not looked at."""

    card: Card
    convex: bool = True
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        return lambda x: tf.reduce_mean(members(x), axis=0)


PART = Average(
    Card(
        label="Average",
        sentence="The mean of all task models' predictions. It never looks at the new task's support points.",
        source="Stone 1961, The Opinion Pool",
        url="https://doi.org/10.1214/aoms/1177704873",
    )
)

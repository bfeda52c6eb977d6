"""Majority vote: the share of members that name each class (Condorcet 1785); for values, their median."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.lazy import tf
from metacore.losses import classes
from metacore.types import Array, Batch, Card, Predictor, Problem


@dataclass(frozen=True)
class Vote:
    """p(c | x) = share of members whose likeliest class at x is c; a value is the median of the members'.

    The median is the vote's answer among values: half of the members want more, half want less (Black 1948). It wins
    where most members are better than chance and err apart, or a few are far off: how far counts for nothing. It
    fails where most are wrong together, and says nothing of doubt: members that agree are certain. A tie of two
    classes counts for the first. Shares do not change a little when answers do, so no gradient reaches the members.
    """

    card: Card
    convex: bool = False
    unanimous: bool = False

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        return lambda x: _shares(problem, members(x)) if problem.classes else _median(members(x))


def _shares(problem: Problem, predicted: Array) -> Array:
    ballots = tf.one_hot(classes(predicted), problem.classes, dtype=predicted.dtype)
    return tf.reduce_mean(ballots, axis=0)[..., -problem.outputs :]


def _median(predicted: Array) -> Array:
    ordered, size = tf.sort(predicted, axis=0), tf.shape(predicted)[0]
    return (ordered[(size - 1) // 2] + ordered[size // 2]) / 2


PART = Vote(
    Card(
        label="Majority vote",
        sentence="Every task model has one vote, however sure it is. Where the answer is a number, the middle one of "
        "all answers counts.",
        source="Black 1948, On the Rationale of Group Decision-making; for two classes Condorcet 1785",
        url="https://doi.org/10.1086/256633",
    )
)

"""Majority vote: the share of members that name each class (Condorcet 1785); for values, their median.

The median is the vote's answer among values: half of the members want more, half want less (Black 1948). It wins
where most members are better than chance and err apart, or a few are far off: how far counts for nothing. It fails
where most are wrong together, and says nothing of doubt: members that agree are certain. A tie of two classes counts
for the first. Shares do not change a little when answers do, so no gradient reaches the members.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture, uniform
from metacore.compiling.lazy import tf
from metacore.nn.losses import classes
from metacore.protocols import Combiner
from metacore.types import Array, Card, Problem


def ballots(problem: Problem, weights: Array, asked: Array) -> Array:
    """p(c | x) = share of members whose likeliest class at x is c; a value is the median of the members'."""
    if not problem.classes:
        return _median(asked)
    named = tf.one_hot(classes(asked), problem.classes, dtype=asked.dtype)
    return mixture(problem, weights, named)[..., -problem.outputs :]


def _median(asked: Array) -> Array:
    ordered, size = tf.sort(asked, axis=0), tf.shape(asked)[0]
    return (ordered[(size - 1) // 2] + ordered[size // 2]) / 2


PART = Combiner(
    Card(
        label="Majority vote",
        sentence="Every task model has one vote, however sure it is. Where the answer is a number, the middle one of "
        "all answers counts.",
        source="Black 1948, On the Rationale of Group Decision-making; for two classes Condorcet 1785",
        url="https://doi.org/10.1086/256633",
    ),
    uniform,
    ballots,
    unanimous=False,
)

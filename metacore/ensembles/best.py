"""Selection of the one member that explains the support best (the discrete super learner, van der Laan et al. 2007).

No member has seen the support, so it ranks them fairly and no folds are needed. Wins where one training task is all
but the new one; fails with few support points, where many members do equally well and chance picks one.
"""

from __future__ import annotations

from metacore.combining.mixing import log_likelihoods, mixture
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

TIE = 1e-4  # log-likelihoods this close are the same but for rounding


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """All weight for the member of highest log-likelihood, which is lowest loss, on the support; tied ones share it."""
    return leaders(log_likelihoods(problem, seen, support.y))[..., None]


def leaders(scores: Array) -> Array:
    """Weights that share 1 among the members (the first axis) of highest score."""
    tied = tf.cast(scores >= tf.reduce_max(scores, axis=0) - TIE, scores.dtype)
    return tied / tf.reduce_sum(tied, axis=0)


PART = Combiner(
    Card(
        label="Best member",
        sentence="Only the task model that explains the new task's support points best is asked.",
        source="van der Laan, Polley and Hubbard 2007, Super Learner",
        url="https://doi.org/10.2202/1544-6115.1309",
    ),
    weigh,
    mixture,
    convex=True,
)

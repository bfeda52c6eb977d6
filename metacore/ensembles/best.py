"""Selection of the one member that explains the support best (the discrete super learner, van der Laan et al. 2007)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.ensembles.weighted import log_likelihoods, mixture
from metacore.lazy import tf
from metacore.types import Array, Batch, Card, Predictor, Problem

TIE = 1e-4  # log-likelihoods this close are the same but for rounding


@dataclass(frozen=True)
class Best:
    """p(x) = p_m(x) for the m of highest log-likelihood, which is lowest loss, on the support; tied ones are averaged.

    No member has seen the support, so it ranks them fairly and no folds are needed. Wins where one training task
    is all but the new one; fails with few support points, where many members do equally well and chance picks one.
    """

    card: Card
    convex: bool = True
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        weights = leaders(log_likelihoods(problem, members(support.x), support.y))
        return mixture(weights, members)


def leaders(scores: Array) -> Array:
    """Weights [members, tasks] that share 1 among the members of highest score, one of each task."""
    tied = tf.cast(scores >= tf.reduce_max(scores, axis=0) - TIE, scores.dtype)
    return tied / tf.reduce_sum(tied, axis=0)


PART = Best(
    Card(
        label="Best member",
        sentence="Only the task model that explains the new task's support points best is asked.",
        source="van der Laan, Polley and Hubbard 2007, Super Learner",
        url="https://doi.org/10.2202/1544-6115.1309",
    )
)

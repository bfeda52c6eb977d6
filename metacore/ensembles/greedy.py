"""Greedy ensemble selection: members join one by one, each that which helps most (Caruana et al. 2004)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.ensembles.best import leaders
from metacore.ensembles.weighted import log_likelihoods, mixture
from metacore.lazy import tf
from metacore.types import Batch, Card, Predictor, Problem

ROUNDS = 10


@dataclass(frozen=True)
class Greedy:
    """p(x) = mean of ROUNDS members, each in turn the one whose joining explains the support best (section 2).

    A member may join again (section 2.1); tied ones join in equal parts. The first to join is ``best``; more rounds
    come near ``stacking``, but stop before every weight is fitted. Wins where two or three members make up for each
    other's errors; fails with few support points, where chance chooses, though less than in ``best``.
    """

    card: Card
    convex: bool = True
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        predicted = members(support.x)
        joined, total = tf.zeros_like(predicted[:, :, 0, 0]), tf.zeros_like(predicted[0])
        for size in range(1, ROUNDS + 1):
            new = leaders(log_likelihoods(problem, (total + predicted) / size, support.y))
            joined += new
            total += tf.reduce_sum(new[:, :, None, None] * predicted, axis=0)
        weights = joined / ROUNDS
        return mixture(weights, members)


PART = Greedy(
    Card(
        label="Greedy selection",
        sentence="A team of ten is chosen from the task models, one at a time: each is the one that helps the team "
        "most on the support points.",
        source="Caruana, Niculescu-Mizil, Crew and Ksikes 2004, Ensemble Selection from Libraries of Models",
        url="https://doi.org/10.1145/1015330.1015432",
    )
)

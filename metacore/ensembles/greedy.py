"""Greedy ensemble selection: members join one by one, each that which helps most (Caruana et al. 2004).

A member may join again (section 2.1); tied ones join in equal parts. The first to join is ``best``; more rounds come
near ``stacking``, but stop before every weight is fitted. Wins where two or three members make up for each other's
errors; fails with few support points, where chance chooses, though less than in ``best``.
"""

from __future__ import annotations

from metacore.combining.mixing import log_likelihoods, mixture
from metacore.compiling.lazy import tf
from metacore.ensembles.best import leaders
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

ROUNDS = 10


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """The share of ROUNDS places that each member got: each went to whose joining explains best (section 2)."""
    joined, total = tf.zeros_like(seen[:, :, 0, 0]), tf.zeros_like(seen[0])
    for size in range(1, ROUNDS + 1):
        new = leaders(log_likelihoods(problem, (total + seen) / size, support.y))
        joined += new
        total += tf.reduce_sum(new[:, :, None, None] * seen, axis=0)
    return joined[..., None] / ROUNDS


PART = Combiner(
    Card(
        label="Greedy selection",
        sentence="A team of ten is chosen from the task models, one at a time: each is the one that helps the team "
        "most on the support points.",
        source="Caruana, Niculescu-Mizil, Crew and Ksikes 2004, Ensemble Selection from Libraries of Models",
        url="https://doi.org/10.1145/1015330.1015432",
    ),
    weigh,
    mixture,
    convex=True,
)

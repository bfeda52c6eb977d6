"""Averaging weighted by how well each member explains the support (Bayesian model averaging, Hoeting et al. 1999).

Wins with few support points, where nothing can be fitted but members can be told apart; with many, one member takes
all the weight and the answer can be no better than that member.
"""

from __future__ import annotations

from metacore.combining.mixing import log_likelihoods, mixture
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """w_m proportional to the likelihood of the support under member m (equation 1)."""
    return tf.nn.softmax(log_likelihoods(problem, seen, support.y), axis=0)[..., None]


PART = Combiner(
    Card(
        label="Weighted",
        sentence="The task models that explain the new task's support points best count most.",
        source="Hoeting, Madigan, Raftery and Volinsky 1999, Bayesian Model Averaging",
        url="https://doi.org/10.1214/ss/1009212519",
    ),
    weigh,
    mixture,
    convex=True,
    trains=True,
)

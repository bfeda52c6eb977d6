"""Averaging weighted by how well each member explains the support (Bayesian model averaging, Hoeting et al. 1999)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.lazy import tf
from metacore.losses import chance
from metacore.types import Array, Batch, Card, Predictor, Problem


@dataclass(frozen=True)
class Weighted:
    """p(x) = sum_m w_m p_m(x), w_m proportional to the likelihood of the support under member m (equation 1).

    Values count as Gaussian with unit variance.
    """

    card: Card
    convex: bool = True
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        weights = tf.nn.softmax(log_likelihoods(problem, members(support.x), support.y), axis=0)
        return mixture(weights, members)


def mixture(weights: Array, members: Predictor) -> Predictor:
    """The mean of the members' answers under weights [members, tasks] that sum to one for each task."""
    return lambda x: tf.reduce_sum(weights[:, :, None, None] * members(x), axis=0)


def log_likelihoods(problem: Problem, predicted: Array, y: Array) -> Array:
    """The log-likelihood of each task's support under each member, [members, tasks]."""
    if problem.kind == "classification":
        each = tf.math.log(tf.clip_by_value(chance(predicted, y), 1e-6, 1.0))
    else:
        each = tf.reduce_sum(-0.5 * tf.square(predicted - y), axis=-1)
    return tf.reduce_sum(each, axis=-1)


PART = Weighted(
    Card(
        label="Weighted",
        sentence="The task models that explain the new task's support points best count most.",
        source="Hoeting, Madigan, Raftery and Volinsky 1999, Bayesian Model Averaging",
        url="https://doi.org/10.1214/ss/1009212519",
    )
)

"""The logarithmic opinion pool: the normalised geometric mean of the members' probabilities (Genest and Zidek 1986)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.lazy import tf
from metacore.types import Array, Batch, Card, Predictor, Problem

LEAST_CHANCE = 1e-6


@dataclass(frozen=True)
class LogPool:
    """p(c | x) proportional to prod_m p_m(c | x)^(1/M): for two classes, the mean of the logits.

    Values: Gaussians of equal precision multiply to one around their mean, so this is the average. No probability
    counts as less than one in a million, or one member could rule a class out. Better than the average where members
    are each too unsure; worse where some are sure and wrong, since those are heard most. With three classes it may
    favour one that all members hold possible over those that some rule out, so it is not convex.
    """

    card: Card
    convex: bool = False
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        if not problem.classes:
            return lambda x: tf.reduce_mean(members(x), axis=0)
        return lambda x: from_scores(problem, tf.reduce_mean(log_chances(members(x)), axis=0))


def log_chances(predicted: Array) -> Array:
    """The log-probability of every class, [..., classes], from probabilities [..., outputs]."""
    every = predicted if predicted.shape[-1] > 1 else tf.concat([1 - predicted, predicted], axis=-1)
    return tf.math.log(tf.clip_by_value(every, LEAST_CHANCE, 1.0))


def from_scores(problem: Problem, scores: Array) -> Array:
    """Probabilities [..., outputs] from log-probabilities [..., classes] that need not be normalised."""
    return tf.nn.softmax(scores)[..., -problem.outputs :]


PART = LogPool(
    Card(
        label="Log pool",
        sentence="Like the average, but of the logarithms of the probabilities: members that are sure of themselves "
        "weigh more.",
        source="Genest and Zidek 1986, Combining Probability Distributions: A Critique and an Annotated Bibliography",
        url="https://doi.org/10.1214/ss/1177013825",
    )
)

"""Bayesian model averaging with a temperature (the generalised posterior, Grünwald and van Ommen 2017).

T = 1 is ``weighted``, T towards 0 ``best``, T towards infinity ``average``. Below one, each support point counts more
than once, which wins where members are surer of the truth than their probabilities say, as models are that were
adapted to few points; it fails with wrong labels, which then count more than once as well.
"""

from __future__ import annotations

from metacore.combining.mixing import log_likelihoods, mixture
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

TEMPERATURE = 0.5  # of 0.1 to 10 the best on validation tasks of linear


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """w_m proportional to (likelihood of the support under m)^(1/T)."""
    return tf.nn.softmax(log_likelihoods(problem, seen, support.y) / TEMPERATURE, axis=0)[..., None]


PART = Combiner(
    Card(
        label="Tempered",
        sentence="Like the weighted ensemble, but every support point counts twice, so that the best task models stand "
        "out more.",
        source="Grünwald and van Ommen 2017, Inconsistency of Bayesian Inference for Misspecified Linear Models",
        url="https://doi.org/10.1214/17-BA1085",
    ),
    weigh,
    mixture,
    convex=True,
    trains=True,
)

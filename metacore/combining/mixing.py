"""How weights turn the answers of many models into one, and what the models' answers say about the models.

Answers are probabilities or means [members, tasks, points, outputs]; weights [members, tasks, points], or one for all
points [members, tasks, 1].
"""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.nn.losses import chance
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Predictor, Problem

LEAST_CHANCE = 1e-6  # no probability counts as less, or one member could rule a class out


def combined(part: Combiner, problem: Problem, support: Batch, seen: Array, x: Array, asked: Array) -> Array:
    """The members' answers ``asked`` at ``x`` as one, [tasks, n, outputs], given what they say at the support."""
    return part.mix(problem, part.weigh(problem, support, seen, x), asked)


def all_at(predict: Predictor, size: Array, x: Array) -> Array:
    """The answers of ``size`` models, the tasks of ``predict``, to the same points: [size, tasks, points, outputs]."""
    tasks, points, features = tf.unstack(tf.shape(x))
    everywhere = tf.broadcast_to(tf.reshape(x, [1, tasks * points, features]), [size, tasks * points, features])
    found = predict(everywhere)
    return tf.reshape(found, [size, tasks, points, found.shape[-1]])


def uniform(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """The same weight for every member; the support is not looked at."""
    members, tasks = tf.unstack(tf.shape(seen)[:2])
    return tf.ones([members, tasks, 1], seen.dtype) / tf.cast(members, seen.dtype)


def mixture(problem: Problem, weights: Array, asked: Array) -> Array:
    """p(x) = sum_m w_m p_m(x)."""
    return tf.reduce_sum(weights[..., None] * asked, axis=0)


def geometric(problem: Problem, weights: Array, asked: Array) -> Array:
    """p(c | x) proportional to prod_m p_m(c | x)^w_m; values as in ``mixture``.

    The weights need not sum to one, nor be positive.
    """
    if not problem.classes:
        return mixture(problem, weights, asked)
    return from_scores(problem, mixture(problem, weights, log_chances(asked)))


def log_likelihoods(problem: Problem, predicted: Array, y: Array) -> Array:
    """The log-likelihood of each task's support under each member, [members, tasks]; values have unit variance."""
    if problem.classes:
        each = tf.math.log(tf.clip_by_value(chance(predicted, y), LEAST_CHANCE, 1.0))
    else:
        each = tf.reduce_sum(-0.5 * tf.square(predicted - y), axis=-1)
    return tf.reduce_sum(each, axis=-1)


def log_chances(predicted: Array) -> Array:
    """The log-probability of every class, [..., classes], from probabilities [..., outputs]."""
    every = predicted if predicted.shape[-1] > 1 else tf.concat([1 - predicted, predicted], axis=-1)
    return tf.math.log(tf.clip_by_value(every, LEAST_CHANCE, 1.0))


def from_scores(problem: Problem, scores: Array) -> Array:
    """Probabilities [..., outputs] from log-probabilities [..., classes] that need not be normalised."""
    return tf.nn.softmax(scores)[..., -problem.outputs :]

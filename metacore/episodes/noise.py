"""How support answers are disturbed, and how likely what is seen then is; the same for every task family."""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.types import Array, Kind


def corrupt(kind: Kind, seed: Array, y: Array, level: Array) -> Array:
    """Support answers as the learner sees them: wrong labels, or an error added to values."""
    return (flip if kind == "classification" else add)(seed, y, level)


def log_likelihood(kind: Kind, answers: Array, seen: Array, level: Array) -> Array:
    """How likely each seen answer is, [...], where the truth says ``answers`` [..., outputs]; up to a constant."""
    return (flip_likelihood if kind == "classification" else add_likelihood)(answers, seen, level)


def flip(seed: Array, y: Array, share: Array) -> Array:
    """Gives a ``share`` of the labels another class, each other class alike; y [tasks, points, outputs]."""
    where, which = tf.unstack(tf.random.split(seed, 2))
    wrong = tf.random.stateless_uniform(y.shape[:-1], where)[..., None] < tf.cast(share, tf.float32)
    if y.shape[-1] == 1:
        return tf.where(wrong, 1 - y, y)
    turn = tf.random.stateless_uniform(y.shape[:-1], which, 1, y.shape[-1], tf.int32)
    moved = (tf.argmax(y, axis=-1, output_type=tf.int32) + turn) % y.shape[-1]
    return tf.where(wrong, tf.one_hot(moved, y.shape[-1], dtype=y.dtype), y)


def flip_likelihood(answers: Array, seen: Array, share: Array) -> Array:
    """Log-probability of each seen label, [...], where the truth says ``answers`` [..., outputs]."""
    # Where there is no noise a tiny one lets truths that miss a point still be ranked.
    outputs = answers.shape[-1]
    flipped = tf.clip_by_value(tf.cast(share, answers.dtype), 1e-6, 0.5)
    same = tf.reduce_all(tf.equal(answers, seen), axis=-1)
    return tf.where(same, tf.math.log1p(-flipped), tf.math.log(flipped / max(outputs - 1, 1)))


def add(seed: Array, y: Array, size: Array) -> Array:
    """Adds a normal error of deviation ``size`` to values y [tasks, points, outputs]."""
    return y + tf.cast(size, y.dtype) * tf.random.stateless_normal(y.shape, seed)


def add_likelihood(answers: Array, seen: Array, size: Array) -> Array:
    """Log-likelihood of each seen value, [...], up to a constant, where the truth says ``answers`` [..., outputs]."""
    # Without noise only one truth fits; a small width lets samples near it be found.
    width = tf.maximum(tf.cast(size, answers.dtype), 0.05)
    return tf.reduce_sum(-0.5 * tf.square((answers - seen) / width), axis=-1)

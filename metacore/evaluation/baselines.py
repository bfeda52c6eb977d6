"""What recorded tasks are held against: answers that need no meta-learning."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from metacore.compiling.lazy import tf
from metacore.run import Run
from metacore.types import Array, Batch, Predictor, Problem

FAR = 1e9


def answers(run: Run, support: Batch, x: Array) -> Mapping[str, Array]:
    """The answers at ``x`` of every yardstick that recorded tasks have, by name, [tasks, n, outputs].

    ``pooled``: one model for all tasks, the base learner trained on all training rows, never adapted; only where labels
    mean the same in all tasks. ``scratch``: the base learner on each support alone. ``centroid``: the class whose
    support points lie nearest on average. ``majority`` or ``mean``: one answer for everything.
    """
    problem, found = run.problem, {}
    if hasattr(run.task_family, "rows"):
        found["pooled"] = pooled(run)(x)
    found["scratch"] = run.base_learner.fit(problem, support, dict(run.settings))(x)
    if problem.classes:
        found["centroid"] = centroid(problem, support, x)
    found["majority" if problem.classes else "mean"] = _constant(run, x)
    return found


def centroid(problem: Problem, support: Batch, x: Array) -> Array:
    """The class of the nearest mean of support points, as probabilities; one without support points is never named."""
    member = support.y if problem.classes > 2 else tf.concat([1 - support.y, support.y], axis=-1)
    sums, number = tf.matmul(member, support.x, transpose_a=True), tf.reduce_sum(member, axis=1)
    means = sums / tf.maximum(number, 1)[..., None]
    apart = tf.reduce_sum(tf.square(x[:, :, None] - means[:, None]), axis=-1)
    chances = tf.nn.softmax(-apart - FAR * tf.cast(number == 0, apart.dtype)[:, None])
    return chances[..., -problem.outputs :]


@lru_cache(maxsize=4)
def pooled(run: Run) -> Predictor:
    """One model of the run's base learner for all tasks: x [tasks, n, features] -> answers."""
    everything = run.task_family.rows()  # type: ignore[union-attr]
    model = run.base_learner.fit(run.problem, Batch(*map(tf.constant, everything)), dict(run.settings))

    def answer(x: Array) -> Array:
        tasks, points, features = x.shape
        return tf.reshape(model(tf.reshape(x, [1, tasks * points, features])), [tasks, points, -1])

    return answer


def _constant(run: Run, x: Array) -> Array:
    outputs = run.problem.outputs
    if hasattr(run.task_family, "rows"):
        usual = np.mean(run.task_family.rows().y, axis=(0, 1))
    else:
        usual = np.full(outputs, 1 / run.problem.classes)  # labels are drawn anew for every task
    return tf.broadcast_to(tf.cast(usual, tf.float32), [*x.shape[:2], outputs])

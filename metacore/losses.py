"""What it costs to be wrong: the loss that is trained, and the metric that is shown."""

from __future__ import annotations

from metacore.lazy import tf
from metacore.types import Array, Problem


def point_losses(problem: Problem, outputs: Array, y: Array) -> Array:
    """The loss of each point, [tasks, n]: cross-entropy of logits, or squared error."""
    if problem.kind == "classification":
        each = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=outputs)
    else:
        each = tf.square(outputs - y)
    return tf.reduce_mean(each, axis=-1)


def task_losses(problem: Problem, outputs: Array, y: Array) -> Array:
    """The mean loss of each task's points, [tasks]."""
    return tf.reduce_mean(point_losses(problem, outputs, y), axis=-1)


def predictions(problem: Problem, outputs: Array) -> Array:
    """Probabilities (classification) or means (regression) from raw outputs; same shape."""
    return tf.sigmoid(outputs) if problem.kind == "classification" else outputs


def metric(problem: Problem) -> str:
    """The name of the metric: "error" (share of wrong answers) or "mse"."""
    return "error" if problem.kind == "classification" else "mse"


def task_metrics(problem: Problem, predicted: Array, y: Array) -> Array:
    """The metric of each task, [tasks], from probabilities or means."""
    if problem.kind == "classification":
        wrong = tf.not_equal(predicted > 0.5, y > 0.5)
        return tf.reduce_mean(tf.cast(wrong, predicted.dtype), axis=[-2, -1])
    return tf.reduce_mean(tf.square(predicted - y), axis=[-2, -1])


def prediction_losses(problem: Problem, predicted: Array, y: Array) -> Array:
    """The mean loss of each task, [tasks], from probabilities or means; certainty is cut at one in a thousand."""
    if problem.kind == "classification":
        chance = tf.where(y > 0.5, predicted, 1 - predicted)
        return -tf.reduce_mean(tf.math.log(tf.clip_by_value(chance, 1e-3, 1.0)), axis=[-2, -1])
    return task_metrics(problem, predicted, y)

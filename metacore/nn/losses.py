"""What it costs to be wrong: the loss that is trained, and the metric that is shown."""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.types import Array, Problem

LEAST_SPREAD = 0.01


def point_losses(problem: Problem, outputs: Array, y: Array) -> Array:
    """The loss of each point, [tasks, n]: cross-entropy of logits, or squared error of the means."""
    if problem.classes > 2:
        return tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=outputs)
    if problem.classes:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=outputs)[..., 0]
    return tf.reduce_mean(tf.square(predictions(problem, outputs) - y), axis=-1)


def task_losses(problem: Problem, outputs: Array, y: Array) -> Array:
    """The mean loss of each task's points, [tasks]."""
    return tf.reduce_mean(point_losses(problem, outputs, y), axis=-1)


def predictions(problem: Problem, outputs: Array) -> Array:
    """Probabilities (classification) or means (regression) from raw outputs, [..., outputs]."""
    if problem.classes > 2:
        return tf.nn.softmax(outputs)
    return tf.sigmoid(outputs) if problem.classes else outputs[..., : problem.outputs]


def signed(problem: Problem, y: Array) -> Array:
    """Answers as numbers to compute with, centred where that is free: two classes become -1 and 1, others stay."""
    return 2 * y - 1 if problem.classes == 2 else y


def spread(problem: Problem, outputs: Array) -> Array | None:
    """The predicted standard deviation, [..., outputs], where raw outputs hold one: regression with twice the outputs.

    softplus(raw) + 0.01, so that it is never zero.
    """
    if problem.classes or outputs.shape[-1] == problem.outputs:
        return None
    return LEAST_SPREAD + tf.nn.softplus(outputs[..., problem.outputs :])


def surprise(problem: Problem, outputs: Array, y: Array) -> Array:
    """The negative log-likelihood of each task's answers, [tasks]: cross-entropy, or Gaussian with the spread."""
    width = spread(problem, outputs)
    if width is None:
        return task_losses(problem, outputs, y)
    return normal_surprise(predictions(problem, outputs), width, y)


def normal_surprise(mean: Array, width: Array, y: Array) -> Array:
    """The negative log-density of each task's answers under normal ones of this mean and deviation, [tasks]."""
    each = 0.5 * tf.square((mean - y) / width) + tf.math.log(width) + 0.9189385332046727  # log(2 pi) / 2
    return tf.reduce_mean(each, axis=[-2, -1])


def metric(problem: Problem) -> str:
    """The name of the metric: "error" (share of wrong answers) or "mse"."""
    return "error" if problem.classes else "mse"


def task_metrics(problem: Problem, predicted: Array, y: Array) -> Array:
    """The metric of each task, [tasks], from probabilities or means."""
    if problem.classes:
        wrong = tf.not_equal(classes(predicted), classes(y))
        return tf.reduce_mean(tf.cast(wrong, predicted.dtype), axis=-1)
    return tf.reduce_mean(tf.square(predicted - y), axis=[-2, -1])


def classes(answers: Array) -> Array:
    """The class of each point from probabilities or labels [..., outputs]: whole numbers [...]."""
    if answers.shape[-1] > 1:
        return tf.argmax(answers, axis=-1, output_type=tf.int32)
    return tf.cast(answers[..., 0] > 0.5, tf.int32)


def chance(predicted: Array, y: Array) -> Array:
    """The probability that was given to each answer, [...], from probabilities and labels [..., outputs]."""
    if predicted.shape[-1] > 1:
        return tf.reduce_sum(predicted * y, axis=-1)
    return tf.where(y > 0.5, predicted, 1 - predicted)[..., 0]


def prediction_losses(problem: Problem, predicted: Array, y: Array) -> Array:
    """The mean loss of each task, [tasks], from probabilities or means; certainty is cut at one in a thousand."""
    if problem.classes:
        return -tf.reduce_mean(tf.math.log(tf.clip_by_value(chance(predicted, y), 1e-3, 1.0)), axis=-1)
    return task_metrics(problem, predicted, y)

"""The two gradients of meta-learning: of each task's support loss, and of the query loss through adaptation."""

from __future__ import annotations

from collections.abc import Callable

from metacore import networks
from metacore.lazy import tf
from metacore.losses import surprise, task_losses
from metacore.networks import Layers
from metacore.types import Algorithm, Array, Batch, Dials, Episode, Params, Problem


def per_task(problem: Problem, layers: Layers, batch: Batch) -> Layers:
    """The gradient of each task's mean loss at ``layers``, with a leading task axis.

    Each task has a gradient of its own although the tasks may share the weights: with h the input of a layer and d
    the gradient at its sum, a task's gradient is h^T d for the weights and the sum of d for the biases.
    """
    tasks, points = tf.unstack(tf.shape(batch.x)[:2])
    probes = [tf.zeros([tasks, points, b.shape[-1]], b.dtype) for _, b in layers]
    with tf.GradientTape() as tape:
        tape.watch(probes)
        outputs, inputs = networks.traced(layers, batch.x, probes)
        # Summed over tasks, never averaged: a mean would divide alpha by the number of tasks.
        loss = tf.reduce_sum(task_losses(problem, outputs, batch.y))
    deltas = tape.gradient(loss, probes)
    return [
        (tf.matmul(h, d, transpose_a=True), tf.reduce_sum(d, axis=1, keepdims=True))
        for h, d in zip(inputs, deltas, strict=True)
    ]


def descend(
    problem: Problem, layers: Layers, support: Batch, alpha: Array, steps: int, first_order: bool = False
) -> list[Layers]:
    """The path of gradient descent on the support: ``steps + 1`` networks, the first being ``layers`` itself.

    w <- w - alpha * grad L(w), on each task alone. With ``first_order`` the inner gradient counts as a constant
    (Finn et al. 2017, section 5.2).
    """
    path = [layers]
    for _ in range(steps):
        gradient = per_task(problem, path[-1], support)
        if first_order:
            gradient = tf.nest.map_structure(tf.stop_gradient, gradient)
        path.append(tf.nest.map_structure(lambda p, g: p - alpha * g, path[-1], gradient))
    return path


def query_gradient(loss_at: Callable[[Params], Array], params: Params) -> tuple[Array, Params]:
    """The loss at ``params`` and its gradient, zero where the loss does not depend on a parameter."""
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss = loss_at(params)
    return loss, tape.gradient(loss, params, unconnected_gradients="zero")


def adapted_outputs(algorithm: Algorithm, problem: Problem, params: Params, episode: Episode, dials: Dials) -> Array:
    """Raw outputs at the queries after adapting to the support, [tasks, n, outputs]."""
    adapted = algorithm.adapt(problem, params, episode.support, dials)[-1]
    return algorithm.predict(problem, adapted, episode.query.x)


def adapted_query_loss(algorithm: Algorithm, problem: Problem, params: Params, episode: Episode, dials: Dials) -> Array:
    """The mean loss on the queries after adapting to the support; a scalar."""
    outputs = adapted_outputs(algorithm, problem, params, episode, dials)
    return tf.reduce_mean(task_losses(problem, outputs, episode.query.y))


def adapted_surprise(algorithm: Algorithm, problem: Problem, params: Params, episode: Episode, dials: Dials) -> Array:
    """The mean negative log-likelihood of the queries after adapting to the support; a scalar."""
    outputs = adapted_outputs(algorithm, problem, params, episode, dials)
    return tf.reduce_mean(surprise(problem, outputs, episode.query.y))


def surprise_gradient(
    algorithm: Algorithm, problem: Problem, params: Params, episode: Episode, dials: Dials
) -> tuple[Array, Params]:
    """The query loss after adaptation, and the gradient of the surprise at the queries, from one pass."""
    with tf.GradientTape() as tape:
        tape.watch(params)
        outputs = adapted_outputs(algorithm, problem, params, episode, dials)
        objective = tf.reduce_mean(surprise(problem, outputs, episode.query.y))
    loss = tf.reduce_mean(task_losses(problem, outputs, episode.query.y))
    return loss, tape.gradient(objective, params, unconnected_gradients="zero")

"""The two gradients of meta-learning: of each task's support loss, and of the query loss through adaptation."""

from __future__ import annotations

from collections.abc import Callable

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.losses import surprise, task_losses
from metacore.nn.networks import Layers
from metacore.nn.products import backward, outer, own_weights
from metacore.protocols import Algorithm
from metacore.types import Array, Batch, Dials, Episode, Params, Problem


def per_task(problem: Problem, layers: Layers, batch: Batch, scale: Array = 1.0) -> Layers:
    """The gradient of ``scale`` times each task's mean loss at ``layers``, with a leading task axis.

    Each task has a gradient of its own although the tasks may share the weights: with h the input of a layer and d
    the gradient at its sum, a task's gradient is h^T d for the weights and the sum of d for the biases.
    """
    outputs, inputs = networks.traced(layers, batch.x)
    with tf.GradientTape() as tape:
        tape.watch(outputs)
        # Summed over tasks, never averaged: a mean would divide alpha by the number of tasks.
        loss = scale * tf.reduce_sum(task_losses(problem, outputs, batch.y))
    delta, gradient = tape.gradient(loss, outputs), []
    for depth in reversed(range(len(layers))):
        h, (w, _) = inputs[depth], layers[depth]
        gradient.append((outer(h, delta), outer(networks.ones(h), delta)))
        if depth:
            delta = tf.where(h > 0, backward(delta, w), tf.zeros_like(h))
    return gradient[::-1]


def descend(
    problem: Problem, layers: Layers, support: Batch, alpha: Array, steps: int, first_order: bool = False
) -> list[Layers]:
    """The path of gradient descent on the support: ``steps + 1`` networks, the first being ``layers`` itself.

    w <- w - alpha * grad L(w), on each task alone. With ``first_order`` the inner gradient counts as a constant
    (Finn et al. 2017, section 5.2).
    """
    path = [layers]
    for _ in range(steps):
        # Scaled where it is small, at the outputs, rather than at every weight of every task.
        move = per_task(problem, path[-1], support, -alpha)
        if first_order:
            move = tf.nest.map_structure(tf.stop_gradient, move)
        path.append(tf.nest.map_structure(lambda p, m: own_weights(p, m) + m, path[-1], move))
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

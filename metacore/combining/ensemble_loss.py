"""Training through the ensemble: the error of the combined answer to a new task improves what all models start from."""

from __future__ import annotations

from functools import partial

from metacore.combining.mixing import all_at, combined
from metacore.compiling.lazy import tf
from metacore.nn.losses import prediction_losses, predictions
from metacore.protocols import Algorithm, Combiner
from metacore.types import Array, Batch, Dials, Episode, Params, Problem


def others_loss(
    part: Combiner, algorithm: Algorithm, problem: Problem, params: Params, episode: Episode, dials: Dials
) -> Array:
    """The mean query loss when every task is answered by the models of all others, combined; a scalar.

    w_i = adapt(theta, support_i); task j is new to the w_i with i != j, which are only weighed by its support.
    The gradient passes through the adaptation of all of them (the source brief, steps 3 to 5).
    """
    shots = tf.shape(episode.support.x)[1]
    x = tf.concat([episode.support.x, episode.query.x], axis=1)
    answers = _without_own(_answers(algorithm, problem, params, episode.support, x, dials))
    return _loss(part, problem, episode, answers[:, :, :shots], answers[:, :, shots:])


def pool_loss(
    part: Combiner, algorithm: Algorithm, problem: Problem, params: Params, pool: Batch, new: Episode, dials: Dials
) -> Array:
    """The mean query loss when each of the ``new`` tasks is answered by the models of the pool; a scalar."""
    asked = partial(_answers, algorithm, problem, params, pool, dials=dials)
    return _loss(part, problem, new, asked(x=new.support.x), asked(x=new.query.x))


def _answers(algorithm: Algorithm, problem: Problem, params: Params, pool: Batch, x: Array, dials: Dials) -> Array:
    """What the models of the pool's tasks answer at ``x`` [tasks, n, features]: [models, tasks, n, outputs]."""
    models = algorithm.adapt(problem, params, pool, dials)[-1]

    def predict(everywhere: Array) -> Array:
        return predictions(problem, algorithm.predict(problem, models, everywhere))

    return all_at(predict, tf.shape(pool.x)[0], x)


def _without_own(answers: Array) -> Array:
    """Answers [tasks, tasks, n, outputs] of each task's model to all tasks, without that to its own: one model less."""
    tasks = tf.shape(answers)[0]
    model, task = tf.meshgrid(tf.range(tasks - 1), tf.range(tasks))
    others = model + tf.cast(model >= task, tf.int32)
    by_task = tf.gather(tf.transpose(answers, [1, 0, 2, 3]), others, batch_dims=1)
    return tf.transpose(by_task, [1, 0, 2, 3])


def _loss(part: Combiner, problem: Problem, episode: Episode, seen: Array, asked: Array) -> Array:
    support, query, _ = episode
    return tf.reduce_mean(prediction_losses(problem, combined(part, problem, support, seen, query.x, asked), query.y))

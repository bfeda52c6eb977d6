"""How likely the true answers on new tasks are to methods that predict a spread, and to the exact posterior."""

from __future__ import annotations

import numpy as np

from metacore import episodes
from metacore.evaluation import NEW_QUERIES, NEW_TASKS, Interval
from metacore.lazy import tf
from metacore.losses import spread, surprise
from metacore.programs import all_dials, program
from metacore.run import Run
from metacore.types import Array, Episode, Params

LEAST_DEVIATION = 0.01  # the least that methods can predict; the exact posterior is cut there too


def log_likelihood(run: Run, params: Params) -> Interval | None:
    """Mean log-likelihood of the queries of each new task, over tasks; None where the method predicts no spread."""
    code, episode = program(run), _new_tasks(run)

    def answer(params: Params) -> Array:
        adapted = code.algorithm.adapt(code.problem, params, episode.support, all_dials(run))[-1]
        return code.algorithm.predict(code.problem, adapted, episode.query.x)

    outputs = tf.function(answer, autograph=False)(params)
    if spread(code.problem, outputs) is None:
        return None
    return Interval.over(-surprise(code.problem, outputs, episode.query.y).numpy())


def exact_log_likelihood(run: Run) -> Interval | None:
    """The same of the family's own posterior, the most that is possible on average; None where it has none."""
    posterior = getattr(run.task_family, "posterior", None)
    if posterior is None:
        return None
    episode = _new_tasks(run)
    mean, deviation = (a.numpy() for a in posterior(episode.support, episode.query.x, all_dials(run)))
    deviation = np.maximum(deviation, LEAST_DEVIATION)
    error = (episode.query.y.numpy() - mean) / deviation
    each = -0.5 * error**2 - np.log(deviation) - 0.5 * np.log(2 * np.pi)
    return Interval.over(each.mean(axis=(1, 2)))


def _new_tasks(run: Run) -> Episode:
    seed = episodes.frozen_seed(episodes.TEST)
    return episodes.sample(run.task_family, seed, NEW_TASKS, run.shots, NEW_QUERIES, all_dials(run))

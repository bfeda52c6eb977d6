"""How the error on new tasks falls with the inner steps and with the support points that adaptation gets."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from metacore import episodes
from metacore.lazy import tf
from metacore.losses import predictions, task_metrics
from metacore.programs import Program, all_dials, dial_tensors, program
from metacore.run import Run
from metacore.types import Array, Batch, Dials, Params

SHOTS = (1, 2, 5, 10, 20, 50)


def by_stage(run: Run, params: Params) -> np.ndarray:
    """The metric of every new task before adaptation, after one inner step, ...: [stages, new tasks]."""
    code = program(run)
    support, query, _ = episodes.new_tasks(code.family, run.shots, all_dials(run))
    return episodes.by_task(code.family, _at_stages(code)(params, support, query, dial_tensors(run)).numpy())


def by_shots(run: Run, params: Params) -> np.ndarray:
    """The metric of every new task when adaptation alone gets 1, 2, 5, ... support points: [len(SHOTS), new tasks].

    The tasks and queries are the same for every number; fewer points are the first ones of more.
    """
    code, tensors = program(run), dial_tensors(run)
    support, query, _ = episodes.new_tasks(code.family, max(SHOTS), all_dials(run))
    fewer = [Batch(support.x[:, :shots], support.y[:, :shots]) for shots in SHOTS]
    found = np.stack([_at_stages(code)(params, batch, query, tensors).numpy()[-1] for batch in fewer])
    return episodes.by_task(code.family, found)


@lru_cache(maxsize=12)
def _at_stages(code: Program) -> Callable[[Params, Batch, Batch, Dials], Array]:
    """The program that gives the metric at every stage, [stages, tasks], for any number of support points."""
    problem, algorithm = code.problem, code.algorithm

    def metrics(params: Params, support: Batch, query: Batch, tensors: Dials) -> Array:
        path = algorithm.adapt(problem, params, support, code.dials(tensors))
        answers = (predictions(problem, algorithm.predict(problem, adapted, query.x)) for adapted in path)
        return tf.stack([task_metrics(problem, answer, query.y) for answer in answers])

    params, batch, dials = code.specs()
    return tf.function(metrics, autograph=False, input_signature=(params, batch, batch, dials))

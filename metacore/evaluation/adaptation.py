"""How the error on new tasks falls with the inner steps and with the support points that adaptation gets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metacore.compiling.graphs import as_graph
from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.nn.losses import predictions, spread, task_metrics
from metacore.run import Run
from metacore.training.programs import Program, all_dials, dial_tensors, of_program, program
from metacore.types import Array, Batch, Dials, Params

SHOTS = (1, 2, 5, 10, 20, 50)


def by_stage(run: Run, params: Params) -> np.ndarray:
    """The metric of every new task before adaptation, after one inner step, ...: [stages, new tasks]."""
    code = program(run)
    support, query, _ = sampling.new_tasks(code.family, run.shots, all_dials(run))
    fits = at_stages(code)(params, support, query.x, dial_tensors(run))["fit"]
    return sampling.by_task(code.family, np.stack([task_metrics(code.problem, fit, query.y) for fit in fits]))


def by_shots(run: Run, params: Params) -> np.ndarray:
    """The metric of every new task when adaptation alone gets 1, 2, 5, ... support points: [len(SHOTS), new tasks].

    The tasks and queries are the same for every number; fewer points are the first ones of more.
    """
    code, tensors = program(run), dial_tensors(run)
    support, query, _ = sampling.new_tasks(code.family, max(SHOTS), all_dials(run))
    fewer = [Batch(support.x[:, :shots], support.y[:, :shots]) for shots in SHOTS]
    fits = (at_stages(code)(params, batch, query.x, tensors)["fit"][-1] for batch in fewer)
    return sampling.by_task(code.family, np.stack([task_metrics(code.problem, fit, query.y) for fit in fits]))


@of_program
def at_stages(code: Program) -> Callable[[Params, Batch, Array, Dials], dict[str, Array]]:
    """The program that answers any number of tasks, with any number of points, at every stage of their adaptation.

    It returns the answers at ``x`` (``fit``, [stages, tasks, n, outputs]) and their ``spread`` where there is one.
    """
    problem, algorithm = code.problem, code.algorithm

    def answers(params: Params, support: Batch, x: Array, tensors: Dials) -> dict[str, Array]:
        path = algorithm.adapt(problem, params, support, code.dials(tensors))
        outputs = [algorithm.predict(problem, adapted, x) for adapted in path]
        fits, widths = ([part(problem, each) for each in outputs] for part in (predictions, spread))
        return {"fit": tf.stack(fits)} | ({} if widths[-1] is None else {"spread": tf.stack(widths)})

    params, batch, dials = code.specs()
    return as_graph(answers, input_signature=(params, batch, batch.x, dials))

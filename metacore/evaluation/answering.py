"""What a run's models say when they are asked, alone or as an ensemble; the tasks that they are asked about."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from metacore import registry
from metacore.combining.mixing import all_at, combined
from metacore.compiling.graphs import Graph
from metacore.compiling.lazy import tf
from metacore.ensembles import soup
from metacore.episodes import sampling
from metacore.nn.losses import predictions, spread, task_losses
from metacore.nn.networks import is_network
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.programs import Program, dial_tensors, of_program, program
from metacore.types import Array, Batch, Dials, Episode, Params


@of_program
def _answers(code: Program, ensemble: str, stage: int) -> Graph:
    """The program that answers any number of tasks at ``stage`` of their adaptation, traced once.

    A plain graph, since it runs seldom and should start at once. It returns the answers at ``x`` (``fit``) and those
    without adaptation (``before``), their ``spread`` where there is one, the support losses at the first two stages
    [2, tasks], and the number of stages.
    """
    problem, algorithm = code.problem, code.algorithm

    def raw(weights: Params, x: Array) -> Array:
        return algorithm.predict(problem, weights, x)

    def predict(weights: Params, x: Array) -> Array:
        return predictions(problem, raw(weights, x))

    def answer(params: Params, support: Batch, pool: Batch, x: Array, tensors: Dials) -> dict[str, Array]:
        path = algorithm.adapt(problem, params, support, code.dials(tensors))
        first_two = (raw(weights, support.x) for weights in (path[0], path[:2][-1]))
        found = {"before": predict(path[0], x), "stages": tf.constant(len(path))}
        if ensemble == NO_ENSEMBLE:
            outputs = raw(path[stage], x)
            fit, width = predictions(problem, outputs), spread(problem, outputs)
            found |= {} if width is None else {"spread": width}
        else:
            models = algorithm.adapt(problem, params, pool, code.dials(tensors))[stage]
            part = registry.combiners()[ensemble]
            if part.of == "networks" and is_network(models):
                fit = predict(soup.average(models), x)
            else:
                members = partial(all_at, partial(predict, models), tf.shape(pool.x)[0])
                fit = combined(part, problem, support, members(support.x), x, members(x))
        losses = tf.stack([task_losses(problem, outputs, support.y) for outputs in first_two])
        return found | {"fit": fit, "support": losses}

    params, batch, dials = code.specs()
    known = code.known and f"{code.known} {ensemble} {stage}"
    return Graph(answer, known, input_signature=(params, batch, batch, batch.x, dials))


class TaskModels(NamedTuple):
    """A run's tasks and the way to ask its models about them; ``at_once`` without waiting for a graph."""

    run: Run
    params: Params
    tensors: Dials
    pool: Episode
    new: Episode
    members: Batch
    at_once: bool

    @classmethod
    def of(cls, run: Run, params: Params, at_once: bool = False) -> TaskModels:
        tensors = dial_tensors(run)
        pool, new = _tasks(program(run), tuple(tensors.items()))
        members = sampling.take(pool, np.arange(run.tasks or sampling.STREAM_MEMBERS)).support
        return cls(run, params, tensors, pool, new, members, at_once)

    def ask(self, support: Batch, x: Array, ensemble: str, stage: int = -1) -> dict[str, np.ndarray]:
        graph = _answers(program(self.run), ensemble, stage)
        ask = graph.at_once if self.at_once else graph
        answers = ask(self.params, support, self.members, x, self.tensors)
        return {name: values.numpy() for name, values in answers.items()}


def answered(run: Run, params: Params, support: Batch, x: Array, ensemble: str) -> np.ndarray:
    """What ``ensemble`` makes of any support, at ``x``: [tasks, n, outputs]. ``NO_ENSEMBLE`` stands for adapting."""
    return TaskModels.of(run, params).ask(support, x, ensemble)["fit"]


@of_program
def _tasks(code: Program, settings: tuple[tuple[str, Array], ...]) -> tuple[Episode, Episode]:
    """The training pool and the frozen new tasks at some dials: drawn once, for which no graph is worth its tracing."""
    dials = code.dials({name: tf.constant(value) for name, value in settings})
    shots, queries = (code.shape[name] for name in ("shots", "queries"))
    pool = sampling.pool(code.family, dials["seed"], shots, queries, dials)
    return pool, sampling.new_tasks(code.family, shots, dials)

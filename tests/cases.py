"""Runs in float64, without a compiler, in which one step of an algorithm can be looked at alone."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.nn.gradients import adapted_query_loss
from metacore.run import Run
from metacore.training.programs import Program, all_dials, dial_tensors
from metacore.types import Array, Batch, Dials, Episode, Params, Problem
from tests.examples import TASKS, double


class Case(NamedTuple):
    """One algorithm on one family in float64, without a compiler: what the laws are tried on."""

    run: Run

    @property
    def problem(self) -> Problem:
        return self.run.problem

    @property
    def tensors(self) -> dict[str, Any]:
        dials = dial_tensors(self.run)
        return {name: value.astype(np.float64) if value.dtype.kind == "f" else value for name, value in dials.items()}

    def params(self, seed: int = 5) -> Params:
        """Initial parameters, disturbed so that no gradient is small by chance."""
        random = np.random.default_rng(seed)
        fresh = self.run.method.init(self.problem, self.run.hidden, seed)
        return double(tf.nest.map_structure(lambda a: a + 0.5 * random.normal(size=a.shape), fresh))

    def episode(self, seed: int = 2, tasks: int = TASKS) -> Episode:
        run, place = self.run, tf.constant([seed, 4])
        return double(sampling.sample(run.task_family, place, tasks, run.shots, run.queries, all_dials(run)))

    def predict(self, params: Params, support: Batch, x: Array) -> np.ndarray:
        """Raw outputs at ``x`` after adapting to ``support``."""
        return _functions(self.run.program())[0](params, support, x, self.tensors).numpy()

    def meta_gradient(self, params: Params, episode: Episode) -> tuple[float, Params]:
        loss, gradient = _functions(self.run.program())[1](params, episode, self.tensors)
        return float(loss), gradient

    def objective(self, params: Params, episode: Episode) -> float:
        """The number whose gradient ``meta_gradient`` gives: the algorithm's own objective, or the query loss."""
        return float(_functions(self.run.program())[2](params, episode, self.tensors))


@lru_cache(maxsize=8)  # the laws of one pair follow each other
def _functions(shape: Run) -> tuple[Any, Any, Any]:
    code = Program(shape)

    def predict(params: Params, support: Batch, x: Array, tensors: Dials) -> Array:
        path = code.algorithm.adapt(code.problem, params, support, code.dials(tensors))
        return code.algorithm.predict(code.problem, path[-1], x)

    def gradient(params: Params, episode: Episode, tensors: Dials) -> Any:
        return code.algorithm.meta_gradient(code.problem, params, episode, code.dials(tensors))

    def objective(params: Params, episode: Episode, tensors: Dials) -> Array:
        own = getattr(code.algorithm, "objective", partial(adapted_query_loss, code.algorithm))
        return own(code.problem, params, episode, code.dials(tensors))

    return tuple(tf.function(each, autograph=False) for each in (predict, gradient, objective))

"""The compiled programs of a run: train a block of steps, and measure.

A program depends only on what shapes it (``Run.program``); every other dial is a tensor given at the call, so that
moving a slider never traces anew. As many programs are kept as there is memory for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from metacore import registry
from metacore.combining.ensemble_loss import others_loss, pool_loss
from metacore.compiling.graphs import Graph, as_it_stands, compiled
from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.nn.adam import adam
from metacore.nn.gradients import query_gradient
from metacore.nn.losses import task_losses
from metacore.run import Run
from metacore.types import Array, Batch, Dials, Episode, Params
from metacore.workers import memory

AGAIN = 60.0  # seconds within which whoever trains asks again, however many there are
FULL = 0.8  # of the memory that a worker may hold: from there on a new program takes the place of an old one
BLOCK = 128  # training tasks are drawn for so many steps at once, and at most so many run in one call


def dial_tensors(run: Run) -> dict[str, Array]:
    """The dials that move without a new program, as arrays of one number; base learners are part of no program."""
    outside = {dial.name for dial in run.base_learner.dials}
    return {
        dial.name: np.float32(value) if dial.kind == "number" else np.int32(value)
        for dial, (_, value) in zip(run.dials, run.settings, strict=True)
        if not dial.shapes and dial.kind in ("number", "integer") and dial.name not in outside
    }


def all_dials(run: Run) -> dict[str, Any]:
    """Every dial of ``run``: those that move freely as arrays of one number, the others as plain values."""
    return dict(run.settings) | dial_tensors(run)


class Way(NamedTuple):
    """The parts of training, and how many steps are tried before it is known how long one takes."""

    draw: Callable[..., Any]
    train: Callable[..., Any]
    validate: Callable[..., Any]
    few: int


class Program:
    """What is compiled for one shape of run. ``traces`` counts how often the training step was traced."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.family, self.algorithm = run.task_family, run.method
        self.problem = run.problem
        self.shape = {dial.name: value for dial, (_, value) in zip(run.dials, run.settings, strict=True) if dial.shapes}
        self.endless = run.tasks == 0
        self.ensemble = registry.combiners().get(run.trained_ensemble)  # that training goes through
        self.traces = 0
        self.known = "" if run.table else repr(run)  # what its graphs depend on; a visitor's own data go to no disk
        self.draw, self.validate = Graph(self._draw, self.known), Graph(self._validate, self.known)
        self.train = compiled(self._train, run, known=self.known)
        self.ready, self.lock = False, Lock()  # whether all of this is compiled; held while it is
        self.others: dict[Callable[..., Any], Callable[..., Any]] = {}  # see ``of_program``
        self.fast = Way(self.draw, self.train, self.validate, few=8)
        self.slow = Way(
            self.draw.now, as_it_stands(self._train), self.validate.now, few=1
        )  # need not be compiled first

    def dials(self, tensors: Dials) -> dict[str, Any]:
        """All dials as the parts take them: plain values where they shape the program, tensors elsewhere."""
        return self.shape | dict(tensors)

    def specs(self) -> tuple[Params, Batch, Dials]:
        """What signatures are made of: parameters, any number of points of any number of tasks, and dials."""

        def spec(nest: Any) -> Any:
            return tf.nest.map_structure(lambda a: tf.TensorSpec(a.shape, a.dtype), nest)

        sizes = (self.problem.features, self.problem.outputs)
        batch = Batch(*(tf.TensorSpec([None, None, size]) for size in sizes))
        params = self.algorithm.init(self.problem, self.shape["hidden"], 0)
        return spec(params), batch, spec(dial_tensors(self.run))

    def _draw(self, block: Array, tensors: Dials) -> Episode:
        """The episodes of a block of steps, [BLOCK, meta_batch, ...]: fresh tasks, or the pool's in turn."""
        dials = self.dials(tensors)
        batch, shots, queries = (self.shape[name] for name in ("meta_batch", "shots", "queries"))
        if self.endless:
            seed = sampling.training_seed(dials["seed"], block)
            drawn = sampling.sample(self.family, seed, BLOCK * batch, shots, queries, dials)
        else:
            pool = sampling.pool(self.family, dials["seed"], shots, queries, dials)
            turn = block % dials["tasks"] * (BLOCK * batch % dials["tasks"]) + tf.range(BLOCK * batch)
            drawn = sampling.take(pool, turn % dials["tasks"])
        return tf.nest.map_structure(lambda a: tf.reshape(a, [BLOCK, batch, *a.shape[1:]]), drawn)

    def _train(
        self, params: Params, first: Params, second: Params, step: Array, stop: Array, block: Episode, tensors: Dials
    ) -> Any:
        """Meta-steps from ``step`` up to ``stop``, within one block; ends after a loss that is not finite.

        Returns the step reached, whether the last loss is finite, the new parameters and moments, the losses [BLOCK].
        """
        self.traces += not tf.executing_eagerly()
        dials = self.dials(tensors)

        def body(now: Array, _: Array, params: Params, first: Params, second: Params, losses: Array) -> tuple[Any, ...]:
            episode = tf.nest.map_structure(lambda a: a[now % BLOCK], block)
            loss, gradient = self._meta_gradient(params, episode, dials)
            params, first, second = adam(params, first, second, gradient, now + 1, dials["beta"])
            losses = tf.tensor_scatter_nd_update(losses, [[now % BLOCK]], [loss])
            return now + 1, tf.math.is_finite(loss), params, first, second, losses

        start = (step, True, params, first, second, tf.zeros([BLOCK]))
        return tf.while_loop(lambda now, finite, *_: finite & (now < stop), body, start)

    def _meta_gradient(self, params: Params, episode: Episode, dials: Dials) -> tuple[Array, Params]:
        """The algorithm's own; that of the combined answer where training goes through the ensemble."""
        part, algorithm, problem = self.ensemble, self.algorithm, self.problem
        if part is None:
            return algorithm.meta_gradient(problem, params, episode, dials)
        return query_gradient(lambda p: others_loss(part, algorithm, problem, p, episode, dials), params)

    def _validate(self, params: Params, tensors: Dials) -> Array:
        """The mean query loss on the validation tasks, adapted to or answered by the ensemble; a scalar."""
        dials = self.dials(tensors)
        episode = sampling.validation_tasks(self.family, self.shape["shots"], dials)
        if self.ensemble is not None:
            pool = sampling.pool(self.family, dials["seed"], self.shape["shots"], self.shape["queries"], dials)
            size = sampling.STREAM_MEMBERS if self.endless else dials["tasks"]
            own = sampling.take(pool, tf.range(size)).support
            return pool_loss(self.ensemble, self.algorithm, self.problem, params, own, episode, dials)
        adapted = self.algorithm.adapt(self.problem, params, episode.support, dials)[-1]
        outputs = self.algorithm.predict(self.problem, adapted, episode.query.x)
        return tf.reduce_mean(task_losses(self.problem, outputs, episode.query.y))


def of_program(make: Callable[..., Any]) -> Callable[..., Any]:
    """Has what ``make(code, ...)`` gives made once, and kept with the program ``code`` but not longer than that."""

    @wraps(make)
    def made(code: Program, *which: Any) -> Any:
        if make not in code.others:
            code.others[make] = lru_cache(maxsize=12)(partial(make, code))
        return code.others[make](*which)

    return made


_programs: dict[Run, Program] = {}  # the one that was asked for last comes last
_asked: dict[Run, tuple[float, Run]] = {}  # when each of them was asked for last, and for which run
_made = 0  # programs in all: TensorFlow keeps what it has compiled until its process ends
_lock = Lock()


def program(run: Run) -> Program:
    """The compiled programs of ``run``, made when first asked for."""
    global _made
    shape = run.program()
    with _lock:
        code = _programs.pop(shape, None)
        if code is None:
            code, _made = Program(shape), _made + 1
            if memory.held() > FULL * memory.large():
                _drop()
        _programs[shape], _asked[shape] = code, (time.monotonic(), run)
        return code


def _drop() -> None:
    """Lets go of the program that was asked for longest ago, unless it is still in use: it would come back at once."""
    oldest = next(iter(_programs), None)
    if oldest and time.monotonic() - _asked[oldest][0] > AGAIN:
        del _programs[oldest], _asked[oldest]


def in_use() -> tuple[list[Run], int]:
    """The runs that are being trained, and how many more programs have been made than these need."""
    with _lock:
        runs = [run for last, run in _asked.values() if time.monotonic() - last <= AGAIN]
        return runs, _made - len(runs)

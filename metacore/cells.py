"""Many runs at once: the cells of a sweep that differ in no shape train as one compiled program.

A cell gives the numbers of its own run (``engine.advance``) within float32 rounding. Cells that draw the same tasks
share them. A cell whose numbers are no longer finite rests at its last good step; the others do not notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from metacore import episodes
from metacore.adam import adam
from metacore.lazy import tf
from metacore.losses import predictions, task_losses, task_metrics
from metacore.programs import BLOCK, compiled, dial_tensors, program
from metacore.run import Run
from metacore.types import Array, Dials, Episode, Params

CHECKS = 20  # how often the validation tasks are measured on the way
_SLICE = 0.2  # seconds between two looks at the clock


class Cells(NamedTuple):
    """All that training needs to carry on, NumPy only; every array of the nests has a leading axis of cells.

    ``reached``: the step of each cell, less than ``step`` where it diverged. ``loss`` and ``metric`` [checks, cells]:
    mean over the validation tasks at the steps ``checked``.
    """

    step: int
    params: Params
    first: Params
    second: Params
    reached: np.ndarray
    checked: np.ndarray
    loss: np.ndarray
    metric: np.ndarray

    @property
    def diverged(self) -> np.ndarray:
        """Which cells no longer train, [cells]."""
        return self.reached < self.step


class Verdict(NamedTuple):
    """What every cell is worth on the new tasks, [cells, NEW_TASKS] each."""

    loss: np.ndarray
    metric: np.ndarray


def init(runs: Sequence[Run]) -> Cells:
    """The cells of ``runs`` before the first step; all runs share one program."""
    starts = [run.method.init(run.problem, run.hidden, run.weights) for run in runs]
    params = tf.nest.map_structure(lambda *each: np.stack(each), *starts)
    zeros = tf.nest.map_structure(np.zeros_like, params)
    nothing = np.zeros((0, len(runs)), np.float32)
    return Cells(0, params, zeros, zeros, np.zeros(len(runs), np.int64), np.zeros(0, np.int64), nothing, nothing)


def advance(runs: Sequence[Run], cells: Cells, steps: int, seconds: float = float("inf")) -> tuple[Cells, float]:
    """Trains towards ``steps`` for about ``seconds``; the new cells, and the seconds that it took, compiling aside.

    How training is cut into calls does not change its numbers.
    """
    code = _code(runs[0].program())
    dials = _Dials.of(runs)
    live, alive = (cells.params, cells.first, cells.second), ~cells.diverged
    step, reached, checks = cells.step, cells.reached, [(cells.checked, cells.loss, cells.metric)]
    if not len(cells.checked):
        code.train(*live, alive, np.int32(0), np.int32(0), code.draw(dials, 0), *dials.tensors)  # compiles
        checks.append(_check(code, dials, 0, live[0]))
    started = looked = time.monotonic()
    block, stride = -1, 8
    while step < steps and alive.any():
        if block != step // BLOCK:
            block = step // BLOCK
            drawn = code.draw(dials, block)
        check = next_check(step, steps)
        stop = min(check, step + stride, (block + 1) * BLOCK)
        *live, taken, alive = code.train(*live, alive, np.int32(step), np.int32(stop), drawn, *dials.tensors)
        reached, alive, step = reached + taken.numpy(), alive.numpy(), stop
        if step == check:
            checks.append(_check(code, dials, step, live[0]))
        now = time.monotonic()
        stride = int(np.clip(stride * _SLICE / max(now - looked, 1e-3), 1, BLOCK))
        looked = now
        if now - started >= seconds:
            break
    step = step if alive.any() else steps  # nothing is left to train
    params, first, second = (tf.nest.map_structure(np.asarray, nest) for nest in live)
    checked, loss, metric = (np.concatenate(parts) for parts in zip(*checks, strict=True))
    return Cells(step, params, first, second, reached, checked, loss, metric), time.monotonic() - started


def judge(runs: Sequence[Run], cells: Cells) -> Verdict:
    """Measures every cell on all new tasks."""
    code, dials = _code(runs[0].program()), _Dials.of(runs)
    drawn = code.held_out(dials, episodes.new_tasks)
    found = (values.numpy() for values in code.judge(cells.params, drawn, *dials.tensors))
    return Verdict(*(episodes.by_task(code.single.family, values) for values in found))


def next_check(step: int, steps: int) -> int:
    """The next step after ``step`` at which the validation tasks are measured.

    >>> next_check(0, 500), next_check(490, 500)
    (25, 500)
    """
    every = -(-steps // CHECKS)
    return min(steps, (step // every + 1) * every)


def _check(code: _Code, dials: _Dials, step: int, params: Params) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    drawn = code.held_out(dials, episodes.validation_tasks)
    loss, metric = (values.numpy().mean(axis=1)[None] for values in code.judge(params, drawn, *dials.tensors))
    return np.array([step]), loss, metric


class _Dials(NamedTuple):
    """The dials of some cells: those that are the same in all, those that differ, [cells], and what is drawn.

    ``draws`` holds the dials of each different draw of tasks and ``which`` tells each cell's.
    """

    same: Dials
    own: Dials
    which: Array
    draws: tuple[Dials, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> _Dials:
        each = [dial_tensors(run) for run in runs]
        moving = [name for name in each[0] if any(one[name] != each[0][name] for one in each)]
        drawing = {"seed", "noise", "tasks", *(dial.name for dial in runs[0].task_family.dials)}
        keys = [tuple(float(one[name]) for name in one if name in drawing) for one in each]
        places = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        return cls(
            {name: value for name, value in each[0].items() if name not in moving},
            {name: np.stack([one[name] for one in each]) for name in moving},
            np.array([places[key] for key in keys], np.int32),
            tuple(each[keys.index(key)] for key in places),
        )

    @property
    def tensors(self) -> tuple[Dials, Dials, Array]:
        """What the programs take."""
        return self.same, self.own, self.which


class _Code:
    """What is compiled for the cells of one shape of run."""

    def __init__(self, run: Run) -> None:
        self.single = program(run)
        self.train = compiled(self._train)
        self.judge = tf.function(self._judge, autograph=False)
        self._sample = lru_cache(maxsize=8)(self._sampler)

    def draw(self, dials: _Dials, block: int) -> Episode:
        """The training tasks of a block of steps for each draw, [draws, BLOCK, meta_batch, ...]."""
        return _stacked([self.single.draw(np.int32(block), each) for each in dials.draws])

    def held_out(self, dials: _Dials, draw: Callable[..., Episode]) -> Episode:
        """The frozen tasks that ``draw`` gives for each draw of the cells, [draws, tasks, ...]."""
        sample = self._sample(draw)
        return _stacked([sample(each) for each in dials.draws])

    def _sampler(self, draw: Callable[..., Episode]) -> Any:
        def sample(tensors: Dials) -> Episode:
            return draw(self.single.family, self.single.shape["shots"], self.single.dials(tensors))

        return tf.function(sample, autograph=False)

    def _train(
        self,
        params: Params,
        first: Params,
        second: Params,
        alive: Array,
        step: Array,
        stop: Array,
        block: Episode,
        same: Dials,
        own: Dials,
        which: Array,
    ) -> Any:
        """Meta-steps from ``step`` up to ``stop``, within one block.

        Returns parameters and moments, the steps that each cell took, and which cells still train, [cells].
        """
        code, each = self.single, tf.nest.map_structure
        shared = block.latent.shape[0] == 1  # all cells draw the same tasks

        def body(now: Array, taken: Array, alive: Array, *live: Params) -> tuple[Any, ...]:
            drawn = each(lambda a: a[:, now % BLOCK], block)
            if shared:
                common, apart = each(lambda a: a[0], drawn), ()
            else:
                common, apart = (), each(lambda a: tf.gather(a, which), drawn)

            def one(cell: tuple[Any, ...]) -> tuple[Any, ...]:
                (params, first, second), mine, apart = cell
                dials = code.dials({**same, **mine})
                episode = common if shared else apart
                loss, gradient = code.algorithm.meta_gradient(code.problem, params, episode, dials)
                new = adam(params, first, second, gradient, now + 1, dials["beta"])
                return new, tf.reduce_all([tf.math.is_finite(loss), *map(_finite, tf.nest.flatten(new))])

            new, fine = tf.vectorized_map(one, (live, own, apart))
            alive = alive & fine
            live = each(lambda now, before: tf.where(_beside(alive, now), now, before), new, live)
            return now + 1, taken + tf.cast(alive, tf.int64), alive, *live

        start = (step, tf.zeros(alive.shape, tf.int64), alive, params, first, second)
        _, taken, alive, *live = tf.while_loop(lambda now, *_: now < stop, body, start)
        return *live, taken, alive

    def _judge(self, params: Params, drawn: Episode, same: Dials, own: Dials, which: Array) -> Any:
        """Loss and metric of every cell on every task after adapting, [cells, tasks] each.

        One cell after the other: each has so many tasks that nothing is gained by more.
        """
        code = self.single

        def one(cell: tuple[Any, ...]) -> tuple[Array, Array]:
            params, mine, place = cell
            episode = tf.nest.map_structure(lambda a: a[place], drawn)
            dials = code.dials({**same, **mine})
            adapted = code.algorithm.adapt(code.problem, params, episode.support, dials)[-1]
            outputs = code.algorithm.predict(code.problem, adapted, episode.query.x)
            answers = predictions(code.problem, outputs)
            return (
                task_losses(code.problem, outputs, episode.query.y),
                task_metrics(code.problem, answers, episode.query.y),
            )

        return tf.map_fn(one, (params, own, which), fn_output_signature=(tf.float32, tf.float32))


def _finite(values: Array) -> Array:
    return tf.reduce_all(tf.math.is_finite(values))


def _beside(flags: Array, values: Array) -> Array:
    """``flags`` [cells] with as many axes as ``values`` [cells, ...]."""
    return tf.reshape(flags, [-1] + [1] * (len(values.shape) - 1))


def _stacked(drawn: list[Episode]) -> Episode:
    return tf.nest.map_structure(lambda *parts: tf.stack(parts), *drawn)


@lru_cache(maxsize=8)
def _code(shape: Run) -> _Code:
    return _Code(shape)

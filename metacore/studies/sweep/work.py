"""Many runs at once: the cells of a sweep that differ in no shape train as one compiled program.

A cell gives the numbers of its own run (``engine.advance``) within float32 rounding. Cells that draw the same tasks
share them. A cell whose numbers are no longer finite rests at its last good step; the others do not notice.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.run import Run
from metacore.studies.sweep.cell_programs import CellDials, CellProgram, cell_program
from metacore.training.programs import BLOCK, program
from metacore.types import Params

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
    code = cell_program(program(runs[0]))
    dials = CellDials.of(runs)
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
    code, dials = cell_program(program(runs[0])), CellDials.of(runs)
    drawn = code.held_out(dials, sampling.new_tasks)
    found = (values.numpy() for values in code.judge(cells.params, drawn, *dials.tensors))
    return Verdict(*(sampling.by_task(code.single.family, values) for values in found))


def next_check(step: int, steps: int) -> int:
    """The next step after ``step`` at which the validation tasks are measured.

    >>> next_check(0, 500), next_check(490, 500)
    (25, 500)
    """
    every = -(-steps // CHECKS)
    return min(steps, (step // every + 1) * every)


def _check(code: CellProgram, dials: CellDials, step: int, params: Params) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    drawn = code.held_out(dials, sampling.validation_tasks)
    loss, metric = (values.numpy().mean(axis=1)[None] for values in code.judge(params, drawn, *dials.tensors))
    return np.array([step]), loss, metric

"""One turn of the live page, as it runs on a worker: train for a while, then look."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import wait
from functools import partial
from typing import NamedTuple

import numpy as np

from metacore.compiling.background import AHEAD
from metacore.evaluation.measuring import Snapshot, View, observe
from metacore.evaluation.yardsticks import PIECES, Values, joined, measured_run, piece, piece_at_once, summary
from metacore.interval import Interval
from metacore.run import Run
from metacore.training.draft import go_on
from metacore.training.engine import Budget, State, init, warm_up
from metacore.training.programs import in_use, program

TURN = 0.22  # seconds: a little more than four updates a second
FIRST = 0.08  # of training, where someone waits for an answer


class Turn(NamedTuple):
    """What comes back: the new state, what it looks like, and the seconds that training and looking took."""

    run: Run
    state: State
    snapshot: Snapshot
    seconds: float
    looking: float


class Measured(NamedTuple):
    """Yardsticks in the unit of the headline and of the meta-loss; ``each``: the metric of every new task."""

    metric: dict[str, Interval]
    loss: dict[str, Interval]
    each: dict[str, np.ndarray]

    @classmethod
    def of(cls, run: Run, pieces: Sequence[Values]) -> Measured:
        """The yardsticks of ``run`` over all pieces."""
        each = {name: joined(run, pieces, "metric", name) for name in pieces[0]["metric"]}
        return cls(summary(run, pieces, "metric"), summary(run, pieces, "loss"), each)


def take_turn(run: Run, state: State, budget: Budget, view: View) -> Turn:
    """Trains from ``state`` within ``budget`` and observes; with a budget of no steps it only observes.

    Never waits for a compiler: the state may be a draft.
    """
    new, seconds, _ = go_on(run, state, budget)
    started = time.monotonic()
    snapshot = observe(run, new, view, at_once=True)
    return Turn(run, new, snapshot, seconds, time.monotonic() - started)


def get_ready(runs: Sequence[Run], seconds: float = 0) -> None:
    """Loads TensorFlow into a worker and has compiled there what training ``runs`` takes; waits so many ``seconds``."""
    compiling = [AHEAD.soon(program(run), partial(warm_up, run, init(run))) for run in runs]
    wait(compiling, seconds)


def play_on(run: Run, before: Turn | State, stops: bool, view: View) -> Turn:
    """The turn after ``before`` at the pace of the page; the same turn again where training has ended.

    Training and looking take ``TURN`` together, unless looking takes most of that: then training gets as long.
    """
    if isinstance(before, State):
        return take_turn(run, before, _pace(before, FIRST, stops), view)
    if before.state.diverged or (before.state.levelled and stops):
        return before
    return take_turn(run, before.state, _pace(before.state, max(TURN - before.looking, before.looking), stops), view)


def _pace(state: State, seconds: float, stops: bool) -> Budget:
    """So few steps at the start that learning, which is fastest there, is seen and not only its end."""
    return Budget(8 + round(1.2 * state.step), seconds, stops)


__all__ = [
    "PIECES", "Measured", "Turn", "Values", "get_ready", "in_use", "joined", "measured_run", "piece",
    "piece_at_once", "play_on", "take_turn",
]  # fmt: skip

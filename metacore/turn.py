"""One turn of the live page, as it runs on a worker: train for a while, then look."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metacore.engine import Budget, State, advance
from metacore.evaluation import Interval, Snapshot, View, observe
from metacore.run import Run
from metacore.yardsticks import PIECES, Values, measured_run, piece, summary


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
    def of(cls, pieces: Sequence[Values]) -> Measured:
        """The yardsticks over all pieces."""
        each = {name: np.concatenate([values["metric"][name] for values in pieces]) for name in pieces[0]["metric"]}
        return cls(summary(pieces, "metric"), summary(pieces, "loss"), each)


def take_turn(run: Run, state: State, budget: Budget, view: View) -> Turn:
    """Trains from ``state`` within ``budget`` and observes; with a budget of no steps it only observes."""
    new, seconds, _ = advance(run, state, budget)
    started = time.monotonic()
    snapshot = observe(run, new, view)
    return Turn(run, new, snapshot, seconds, time.monotonic() - started)


__all__ = ["PIECES", "Measured", "Turn", "Values", "measured_run", "piece", "take_turn"]

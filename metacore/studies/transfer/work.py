"""One update of a transfer, as it runs on a worker: train on one kind of task for a while, then try it on all."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from metacore.evaluation.adaptation import by_stage
from metacore.run import Run
from metacore.training.engine import Budget, State, advance


class Update(NamedTuple):
    """What training for a while on one kind brought: its new state, and the metric of every new task of each kind.

    ``metrics``: before and after adaptation, [2, tasks], by the name of the kind.
    """

    state: State
    seconds: float
    looking: float
    metrics: dict[str, np.ndarray]


def train_and_measure(run: Run, state: State, budget: Budget, away: Mapping[str, Run]) -> Update:
    """Trains from ``state`` within ``budget``, then adapts what was learned to the new tasks of every kind."""
    state, seconds, _ = advance(run, state, budget)
    started = time.monotonic()
    metrics = {name: by_stage(other, state.params)[[0, -1]] for name, other in away.items()}
    return Update(state, seconds, time.monotonic() - started, metrics)

"""One update of a method in a race, as it runs on a worker: train for a while, then measure."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from metacore.evaluation.adaptation import by_shots, by_stage
from metacore.evaluation.measuring import Picture, pictured
from metacore.run import Run
from metacore.training.engine import Budget, State, advance

TASKS_SHOWN = 6


class Update(NamedTuple):
    """What comes back: the new state, the seconds that training and looking took, and how it does on new tasks.

    ``stages`` [stages, tasks] and ``shots`` [len(SHOTS), tasks] hold the metric of each new task; ``shots`` is None
    where it was not asked for.
    """

    run: Run
    state: State
    seconds: float
    looking: float
    stages: np.ndarray
    shots: np.ndarray | None
    picture: Picture


def train_and_measure(run: Run, state: State, budget: Budget, thorough: bool) -> Update:
    """Trains from ``state`` within ``budget`` and measures; ``thorough`` also with other numbers of support points."""
    state, seconds, _ = advance(run, state, budget)
    started = time.monotonic()
    stages, picture = by_stage(run, state.params), pictured(run, state, TASKS_SHOWN)
    looking = time.monotonic() - started
    shots = by_shots(run, state.params) if thorough else None
    return Update(run, state, seconds, looking, stages, shots, picture)

"""What is measured of a lab while nothing else is to be done, the most telling first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles.candidates import Trial, face, learn, try_out
from metacore.studies.ensembles.curves import SHOTS, SIZES, at_known, at_size
from metacore.studies.ensembles.question import Lab
from metacore.types import Params
from metacore.workers.cluster import Pending
from pages.parts.ensembles.contest import Contest

TRIED_AT_ONCE = 10  # new tasks tried in one call
Curves = dict[int, dict[str, np.ndarray]]
Ask = tuple[Callable[[Any], None], Callable[..., Any], tuple[Any, ...]]  # who takes it, what, of what


@dataclass
class Super:
    """The super learner at the present view: how much each candidate counts, and what came of it so far."""

    weights: np.ndarray | None = None
    trials: list[Trial] = field(default_factory=list)
    fit: np.ndarray | None = None
    task: int = 0  # the task that ``fit`` belongs to

    @property
    def tried(self) -> int:
        """How many new tasks have been answered."""
        return sum(trial.metrics.shape[1] for trial in self.trials)

    def weigh(self, weights: np.ndarray) -> None:
        self.weights = weights

    def draw(self, fit: np.ndarray, task: int) -> None:
        self.fit, self.task = fit, task


class Asked(NamedTuple):
    """A lab whose pool has been asked: the models' answers in pieces, and the meta-learners behind them by kind."""

    lab: Lab
    pieces: list[Pending]
    thetas: dict[str, list[Params]]


class Further:
    """The error at other sizes, and what a visitor asks for: the super learner, and training through an ensemble."""

    def __init__(self) -> None:
        self.by_known: Curves = {}
        self.by_size: dict[int, Curves] = {}  # for each number of support points
        self.super: Super | None = None
        self.contest: Contest | None = None

    def wanted(self, asked: Asked) -> Ask | None:
        """What a visitor has asked for and is still to come."""
        if self.contest and not self.contest.done:
            return self.contest.next()
        if self.super and self.super.tried < NEW_TASKS:
            return self._super(self.super, asked)
        return None

    def curves(self, asked: Asked) -> Ask | None:
        """The next place of a curve that is still to come."""
        lab = asked.lab
        for shots in SHOTS:
            if shots not in self.by_known:
                return self._curve(self.by_known, at_known, shots, asked)
        for size in sizes(lab):
            if size not in self.by_size.get(lab.known, {}):
                return self._curve(self.by_size.setdefault(lab.known, {}), at_size, size, asked)
        return None

    def _curve(self, curves: Curves, function: Callable[..., Any], place: int, asked: Asked) -> Ask:
        def take(found: dict[str, np.ndarray]) -> None:
            curves[place] = found

        return take, function, (asked.lab, asked.pieces, asked.thetas, place)

    def _super(self, found: Super, asked: Asked) -> Ask:
        lab, known = asked.lab, (asked.lab, asked.thetas["adapted"][0], asked.pieces)
        if found.weights is None:
            return found.weigh, learn, known
        if found.task != lab.task:
            return lambda fit: found.draw(fit, lab.task), face, (*known, found.weights)
        stop = min(found.tried + TRIED_AT_ONCE, NEW_TASKS)
        return found.trials.append, try_out, (*known, found.weights, found.tried, stop)


def sizes(lab: Lab) -> list[int]:
    """The numbers of models at which the error is measured."""
    return sorted({*(size for size in SIZES if size <= lab.members), lab.members})

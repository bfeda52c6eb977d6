"""One call at a time on the cluster, and what becomes of its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metacore.cluster import CLUSTER, Pending, result
from metacore.studies.ensembles.candidates import Trial

Take = Callable[[Any], None]


@dataclass
class Slot:
    """One call at a time, and what to do with its answer."""

    call: Pending | None = None
    take: Take | None = None

    def ask(self, take: Take, function: Callable[..., Any], *arguments: Any, urgent: bool = True) -> None:
        self.take, self.call = take, CLUSTER.submit(function, *arguments, urgent=urgent)

    def collect(self) -> tuple[bool, str]:
        """Whether an answer was taken in, and a line on the fault where there was one."""
        if self.call is None or not self.call.done():
            return False, ""
        call, self.call = self.call, None
        answer, fault = result(call)
        if answer is None or self.take is None:
            return False, fault  # a lost worker: asked again at the next tick
        self.take(answer)
        return True, ""

    def drop(self) -> None:
        """Forgets the call: its answer belongs to other settings."""
        self.call = self.take = None


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

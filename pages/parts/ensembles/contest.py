"""One ensemble twice: combined after the fact, and trained through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metacore.evaluation.measuring import measure
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.engine import Advance, Budget, State, advance, init

CHUNK = 0.5  # seconds of training between two measurements
Call = tuple[Callable[[Any], None], Callable[..., Any], tuple[Any, ...]]


@dataclass
class Contest:
    """One ensemble, twice: of the meta-learner that was trained as ever, and of one trained through it."""

    run: Run  # that ``plain`` was trained with
    plain: State
    ensemble: str
    through: State = field(init=False)
    errors: dict[str, np.ndarray] = field(default_factory=dict)  # of each new task
    steps: list[int] = field(default_factory=list)
    path: list[float] = field(default_factory=list)  # mean error after so many steps through the ensemble
    _measured: int = -1

    def __post_init__(self) -> None:
        self.through = init(self.trained)

    @property
    def trained(self) -> Run:
        """The run whose training goes through the ensemble."""
        return self.run.replace(ensemble=self.ensemble, objective="combined")

    @property
    def done(self) -> bool:
        return self._measured == self.through.step and (self.through.step >= self.plain.step or self.through.diverged)

    def next(self) -> Call:
        """What is to be asked next: who takes the answer, the function, its arguments."""
        if "alone" not in self.errors:
            return self._take("alone"), measure, (self.run.replace(ensemble=NO_ENSEMBLE), self.plain)
        if "after" not in self.errors:
            return self._take("after"), measure, (self.run.replace(ensemble=self.ensemble, objective="own"), self.plain)
        if self._measured < self.through.step:
            return self._take("through"), measure, (self.trained, self.through)
        return self._advanced, advance, (self.trained, self.through, Budget(self.plain.step, CHUNK))

    def _take(self, name: str) -> Callable[[dict[str, np.ndarray]], None]:
        def take(found: dict[str, np.ndarray]) -> None:
            self.errors[name] = found["after"]
            if name == "through":
                self._measured = self.through.step
                self.steps.append(self.through.step)
                self.path.append(float(found["after"].mean()))

        return take

    def _advanced(self, found: Advance) -> None:
        self.through = found.state

"""Which method suits a table: a short race on its validation tasks, whose losers leave early.

Successive halving (Jamieson and Talwalkar 2016, figure 3): all train up to a rung, the worse half leaves, the others
train on. What decides is the least loss on the validation tasks, which are neither practised on nor the new ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init

VALUES, CLASSES = ("alpaca", "transformer", "ridge"), ("transformer", "cnp", "maml")
RUNGS = (200, 600)  # meta-steps after which the worse half leaves


class Entrant(NamedTuple):
    """A method in the race, as far as it has come."""

    run: Run
    state: State

    @property
    def losses(self) -> np.ndarray:
        """On the validation tasks, so far; endless where it is no number."""
        return np.nan_to_num(self.state.validation, nan=np.inf, posinf=np.inf)

    @property
    def loss(self) -> float:
        """The least of them."""
        return float(self.losses.min(initial=np.inf))

    @property
    def step(self) -> int:
        """Where that was: from there on, more practice was of no use for new tasks."""
        return int(self.state.checked[self.losses.argmin()]) if len(self.losses) else 0


class Race(NamedTuple):
    """Who is still in, and who has left, the last one first."""

    racing: tuple[Entrant, ...]
    left: tuple[Entrant, ...] = ()

    @property
    def standings(self) -> tuple[Entrant, ...]:
        """All of them, the best of those that came furthest first."""
        return (*sorted(self.racing, key=lambda entrant: entrant.loss), *self.left)

    @property
    def over(self) -> bool:
        """Whether one is left, which is the method to take."""
        return len(self.racing) == 1


def race(base: Run) -> Race:
    """The race at its start: the short list for what ``base`` asks, each method at its own defaults.

    >>> [entrant.run.algorithm for entrant in race(Run.parse("family=table&dataset=gapminder")).racing]
    ['alpaca', 'transformer', 'ridge']
    """
    runs = (base.replace(algorithm=name) for name in (CLASSES if base.problem.classes else VALUES))
    return Race(tuple(Entrant(run, init(run)) for run in runs))


def next_rung(now: Race) -> Race:
    """The race after all have trained up to the next rung and the worse half has left."""
    came = max(entrant.state.step for entrant in now.racing)
    rung = next((step for step in RUNGS if step > came), RUNGS[-1])
    trained = [Entrant(run, advance(run, state, Budget(rung)).state) for run, state in now.racing]
    trained.sort(key=lambda entrant: entrant.loss)
    stay = (len(trained) + 1) // 2 if rung < RUNGS[-1] else 1
    return Race(tuple(trained[:stay]), (*trained[stay:], *now.left))

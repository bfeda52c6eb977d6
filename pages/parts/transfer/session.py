"""One visitor's transfer: what each kind of task has taught so far, and how all kinds are answered with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.transfer.question import Transfer
from metacore.studies.transfer.work import train_and_measure
from metacore.training.engine import Budget, State, init
from metacore.workers.cluster import CLUSTER, Pending, result
from pages.parts.frame.calls import FairQueue
from pages.parts.frame.yardsticks import YardstickCalls

LEAST, MOST = 0.3, 2.0  # seconds of training in one call


@dataclass
class Home:
    """What training on one kind of task has reached."""

    run: Run
    away: dict[str, Run]  # the kinds that can be answered with it
    state: State
    metrics: dict[str, np.ndarray] = field(default_factory=dict)
    looking: float = LEAST
    out: str = ""  # why it fell out


class TransferSession:
    """Trains on every kind of task in turn; the states are held here."""

    def __init__(self, transfer: Transfer) -> None:
        self.question = transfer
        self.homes = {
            name: Home(
                run := transfer.home(name),
                {other: transfer.home(other) for other in transfer.families if transfer.fits(name, other)},
                init(run),
            )
            for name in transfer.families
        }
        self.playing = False
        self._queue = FairQueue()
        self._measuring = YardstickCalls()
        self._lock = Lock()  # the same transfer may be open in two tabs

    @property
    def started(self) -> bool:
        return any(home.metrics for home in self.homes.values())

    @property
    def finished(self) -> bool:
        return not self._waiting()

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or (self.started and self._unmeasured() is not None)

    def progress(self, home: Home) -> float:
        """The share of its steps that a kind has had."""
        return home.state.step / self.question.steps

    def measured(self, family: str) -> Measured | None:
        """The yardsticks of a kind of task, once they are there."""
        return self._measuring.of(self.homes[family].run)

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        with self._lock:
            fresh = self._queue.collect(self._take)
            self.playing = self.playing and not self.finished
            if self.playing:
                self._queue.fill(self._waiting, self._ask)
            if self.started and (run := self._unmeasured()):
                fresh = self._measuring.tick(run) or fresh
            return fresh

    def rest(self) -> None:
        """Lets go of calls in line: the page was left."""
        with self._lock:
            self._queue.rest()

    def _waiting(self) -> list[tuple[float, int]]:
        homes = enumerate(self.homes.values())
        return [(self.progress(home), number) for number, home in homes if self.progress(home) < 1 and not home.out]

    def _unmeasured(self) -> Run | None:
        """The next kind of task whose yardsticks are still to come."""
        return next((home.run for home in self.homes.values() if self._measuring.awaited(home.run)), None)

    def _ask(self, number: int) -> Pending:
        home = list(self.homes.values())[number]
        budget = Budget(self.question.steps, min(max(home.looking, LEAST), MOST))
        return CLUSTER.submit(train_and_measure, home.run, home.state, budget, home.away, by=self, like=home)

    def _take(self, number: int, call: Pending) -> bool:
        home = list(self.homes.values())[number]
        update, fault = result(call)
        if fault:
            home.out = "fault"
        if update is None:
            return bool(fault)  # a lost worker: asked again from the state that is held here
        home.state, home.metrics, home.looking = update.state, update.metrics, update.looking
        if update.state.diverged:
            home.out = "diverged"
        return True

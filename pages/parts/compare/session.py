"""One visitor's race: how far every method is, and the calls that are under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.compare.question import Race
from metacore.studies.compare.work import Update, train_and_measure
from metacore.training.engine import ENDLESS, Budget, State, init
from metacore.workers.cluster import CLUSTER, Pending, result
from pages.parts.frame.calls import FairQueue
from pages.parts.frame.yardsticks import YardstickCalls

LEAST, MOST = 0.3, 2.0  # seconds of training in one update
THOROUGH = 6  # every so many updates other numbers of support points are tried too


@dataclass
class Lane:
    """One method in one repeat."""

    method: str
    run: Run
    state: State
    update: Update | None = None
    shots: np.ndarray | None = None
    settled: bool = False  # the last update was thorough and nothing is left to train
    seconds: list[float] = field(default_factory=list)  # of training, after each update
    steps: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    out: str = ""  # why it fell out


class RaceSession:
    """Gives every lane its turn, always the one that is furthest behind; the states are held here."""

    def __init__(self, race: Race) -> None:
        self.question = race
        self.lanes = [
            Lane(method, run, init(run))
            for repeat in range(race.seeds)
            for method in race.methods
            for run in (race.run(method, repeat),)
        ]
        self.playing = False
        self._queue = FairQueue()
        self._measuring = YardstickCalls()
        self._lock = Lock()  # the same race may be open in two tabs

    @property
    def finished(self) -> bool:
        return all(lane.settled or lane.out for lane in self.lanes)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or (self.started and self._measuring.awaited(self.question.run("maml", 0)))

    @property
    def started(self) -> bool:
        return any(lane.update for lane in self.lanes)

    @property
    def measured(self) -> Measured | None:
        """The yardsticks of the race's tasks, once they are there; scratch with the network of MAML."""
        return self._measuring.of(self.question.run("maml", 0))

    def progress(self, lane: Lane) -> float:
        """The share of its steps or seconds that a lane has had."""
        if self.question.pace == "steps":
            return lane.state.step / self.question.steps
        return (lane.seconds[-1] if lane.seconds else 0.0) / self.question.seconds

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        with self._lock:
            return self._tick()

    def rest(self) -> None:
        """Lets go of calls in line: the page was left."""
        with self._lock:
            self._queue.rest()

    def _tick(self) -> bool:
        fresh = self._queue.collect(self._take)
        if self.playing and self.finished:
            self.playing = False
        if self.playing:
            self._queue.fill(self._waiting, self._ask)
        if self.started:
            fresh = self._measuring.tick(self.question.run("maml", 0)) or fresh
        return fresh

    def _waiting(self) -> list[tuple[float, int]]:
        """The lanes that have not had all of their training, and how much they have had."""
        lanes = enumerate(self.lanes)
        return [(self.progress(lane), number) for number, lane in lanes if not lane.settled and not lane.out]

    def _ask(self, number: int) -> Pending:
        lane = self.lanes[number]
        done = self.progress(lane) >= 1
        goal = lane.state.step if done else self.question.steps if self.question.pace == "steps" else ENDLESS
        thorough = done or len(lane.steps) % THOROUGH == 1
        seconds = min(max(lane.update.looking, LEAST), MOST) if lane.update else LEAST  # as long as looking takes
        return CLUSTER.submit(
            train_and_measure, lane.run, lane.state, Budget(goal, seconds), thorough, by=self, like=lane
        )

    def _take(self, number: int, call: Pending) -> bool:
        lane = self.lanes[number]
        update, fault = result(call)
        if fault:
            lane.out = "fault"
        if update is None:
            return bool(fault)  # a lost worker: asked again from the state that is held here
        lane.update, lane.state = update, update.state
        lane.shots = update.shots if update.shots is not None else lane.shots
        lane.seconds.append((lane.seconds[-1] if lane.seconds else 0.0) + update.seconds)
        lane.steps.append(update.state.step)
        lane.errors.append(float(update.stages[-1].mean()))
        lane.settled = self.progress(lane) >= 1 and update.shots is not None
        if update.state.diverged:
            lane.out = "diverged"
        return True

    def of(self, method: str) -> list[Lane]:
        """The repeats of one method that are still in the race and have been measured."""
        return [lane for lane in self.lanes if lane.method == method and lane.update and not lane.out]

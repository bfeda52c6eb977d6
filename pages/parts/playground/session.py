"""One visitor's training: what is set, what has been reached, and the call that is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metacore.evaluation.measuring import View
from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.playground.work import Update, next_update, train_and_look
from metacore.training.engine import Budget, State, init
from metacore.workers.cluster import CLUSTER, Pending, came, result
from pages.parts.frame.yardsticks import YardstickCalls

AHEAD = 3  # calls under way: one that runs and two behind it, so that the worker never waits for the page
ROW = 12  # calls that each go on from the one before: Dask keeps all of a row, and runs it again where a worker is lost
PATIENCE = 0.35  # seconds that a tick waits for what is under way, so that hardly a beat brings nothing


@dataclass
class Trainer:
    """Holds the state between calls, so that a lost worker loses nothing and a closed tab costs nothing."""

    run: Run
    state: State
    playing: bool = True
    view: View = field(default_factory=View)
    update: Update | None = None  # the newest thing that can be drawn
    rate: float = 0.0
    stops: bool = True  # whether to stop by itself on a plateau
    changes: list[int] = field(default_factory=list)  # steps at which a live dial was moved
    ghosts: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    fault: str = ""
    _calls: list[tuple[Pending, View]] = field(default_factory=list)  # under way, each going on from the one before
    _row: int = 0  # calls since one that goes on from the state held here
    _drawn: View | None = None  # what the update shows, where it belongs to the dials as they are now
    _single: bool = False
    _measuring: YardstickCalls = field(default_factory=lambda: YardstickCalls(urgent=True))  # training leaves no gaps

    @classmethod
    def start(cls, run: Run) -> Trainer:
        return cls(run, init(run))

    @property
    def current(self) -> bool:
        """Whether what can be drawn belongs to the dials as they are now."""
        return self.update is not None and self._drawn == self.view and self.state.draft is None

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or self._single or not self.current or self._measuring.awaited(self.run)

    @property
    def stale(self) -> bool:
        """Whether what can be drawn belongs to another training than the dials ask for."""
        return self.update is not None and self.update.run.training() != self.run.training()

    @property
    def outline(self) -> tuple[Any, ...]:
        """What the fixed part of the page depends on."""
        shape = self.update and (self.update.run.training(), self.update.snapshot.stages)
        return self.busy, self.playing, shape, self.stale

    @property
    def measured(self) -> Measured | None:
        """The yardsticks of the present dials, once they are there."""
        return self._measuring.of(self.run)

    @property
    def question(self) -> Run:
        """What is trained: the run."""
        return self.run

    def enter(self, question: Run) -> Trainer:
        """Another run, from its beginning."""
        self.set(**dict(question.settings))
        self.reset()
        return self

    def set(self, **changes: Any) -> Trainer:
        """Moves dials: live ones take effect at the next step, all others start anew."""
        before, self.run = self.run, self.run.replace(**changes)
        self.fault = ""
        if before != self.run:
            self._drop()
        if before.training() != self.run.training():
            self.reset()
        elif before != self.run and self.state.step and self.state.step not in self.changes:
            self.changes.append(self.state.step)
        if self.state.diverged:
            self.reset()
        return self

    def reset(self) -> None:
        """Starts anew from the same seed."""
        self.state, self.changes, self.stops, self.playing = init(self.run), [], True, True
        self._drop()
        self.rate = 0.0

    def play(self) -> None:
        """Goes on; after a plateau without stopping at another one."""
        if self.state.diverged:
            self.reset()
        self.stops = self.stops and not self.state.levelled
        self.playing = True

    def pause(self) -> None:
        """Stops at the step that is shown; what is still under way is dropped."""
        self.playing = False
        self._drop()

    def step(self) -> None:
        """Takes a single meta-step."""
        self.pause()
        self._single = True

    def pin(self) -> None:
        """Keeps the present held-out curve as a ghost behind later ones, three at most."""
        self.ghosts = [*self.ghosts, (self.state.checked, self.state.validation)][-3:]

    def look(self, view: View) -> None:
        """Asks for another picture."""
        self.view, self._calls = view, []

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = self._collect()
        if not self.fault:
            self._ask()
        if self.update and not self.state.draft:  # once the picture moves
            fresh = self._measuring.tick(self.run) or fresh
        return fresh

    def _drop(self) -> None:
        """Forgets what is under way: it answers an older question. Dask drops what has not begun."""
        self._calls, self._drawn, self._single = [], None, False

    def _ask(self) -> None:
        """While playing, further calls wait behind the one that runs."""
        while self.playing and not self._single and len(self._calls) < AHEAD:
            if self._calls and self._row == ROW:
                break
            before, self._row = (self._calls[-1][0], self._row + 1) if self._calls else (self.state, 1)
            self._submit(next_update, before, self.stops)
        if not self._calls and (self._single or not self.current):
            self._submit(train_and_look, self.state, Budget(self.state.step + self._single))

    def _submit(self, function: Callable[..., Update], *arguments: Any) -> None:
        self._calls.append((CLUSTER.submit(function, self.run, *arguments, self.view), self.view))

    def _collect(self) -> bool:
        """Takes in what has been finished, all of it: a page that is slow shows the newest."""
        fresh = bool(self._calls) and came(self._calls[0][0], PATIENCE) and self._take()
        while fresh and self._calls and self._calls[0][0].done():
            self._take()
        return fresh

    def _take(self) -> bool:
        call, view = self._calls.pop(0)
        update, fault = result(call)
        if fault:
            self.fault, self.playing = fault, False
        if update is None:
            self._calls = []  # a lost worker: asked again, from the state that is held here
            return False
        if update.seconds and update.state.step > self.state.step:
            self.rate = (update.state.step - self.state.step) / update.seconds
        self.state, self.update, self._drawn, self._single = update.state, update, view, False
        if update.state.diverged or (update.state.levelled and self.stops):
            self.playing, self._calls = False, []
        return True

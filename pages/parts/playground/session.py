"""One visitor's training: what is set, what has been reached, and what of it can be drawn."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metacore.evaluation.measuring import Pictures, View
from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.playground.work import Update, at_step
from metacore.training.engine import State, init
from metacore.workers.cluster import CLUSTER
from pages.parts.frame.calls import OneCall
from pages.parts.frame.yardsticks import YardstickCalls
from pages.parts.playground.pace import Pace
from pages.parts.playground.stream import Stream
from pages.parts.playground.streams import STREAMS

PATIENCE, LONGEST = 0.35, 2.0  # seconds that a tick waits for what is under way, and at most until the next one


@dataclass
class Trainer:
    """Follows the stream of its run, as long as no dial that acts at once is moved on the way; then one of its own."""

    run: Run
    state: State
    playing: bool = True
    pace: Pace = field(default_factory=Pace)
    view: View = field(default_factory=View)
    log: bool = False  # whether the curve is drawn on a logarithmic scale
    update: Update | None = None  # the newest thing that can be drawn
    stops: bool = True  # whether to stop by itself on a plateau
    changes: list[int] = field(default_factory=list)  # steps at which a live dial was moved
    ghosts: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    fault: str = ""
    age: float = 0.0  # seconds since the update was computed, when it came
    _own: OneCall = field(default_factory=OneCall)  # one step more, another view, or what a pause has left open
    _single: bool = False
    _drawn: View = field(default_factory=View)  # what the update was drawn for
    _stream: Stream = field(init=False)
    _measuring: YardstickCalls = field(default_factory=YardstickCalls)

    def __post_init__(self) -> None:
        self._stream = STREAMS.of(self.run)

    @classmethod
    def start(cls, run: Run) -> Trainer:
        return cls(run, init(run))

    @property
    def current(self) -> bool:
        """Whether what can be drawn is what the dials ask for, and all of it was measured."""
        update = None if self._single else self.update
        return bool(update and update.run == self.run and self.view in update.pictures and update.current)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or not self.current or self._measuring.awaited(self.run)

    @property
    def news(self) -> float:
        """In how many seconds another update is to be expected, and a little less: a tick waits for it."""
        if self.playing and self.pace.slow:
            return self.pace.left
        awaited = self.playing and self._stream.updates[-1].state.step <= self.state.step
        return min(self._stream.gap - PATIENCE, LONGEST) if awaited else 0.0

    @property
    def stale(self) -> bool:
        """Whether what can be drawn belongs to another training than the dials ask for."""
        return self.update is not None and self.update.run.training() != self.run.training()

    @property
    def outline(self) -> tuple[Any, ...]:
        """What the fixed part of the page depends on."""
        shape = self.update and (self.update.run.training(), self.pictures.stages)
        return self.busy, self.playing, shape, self.stale, self.measured is not None

    @property
    def pictures(self) -> Pictures:
        """What can be drawn of the update."""
        assert self.update
        return self.update.pictures[self.view if self.view in self.update.pictures else self._drawn]

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
        if before == self.run:
            return self
        self._forget()
        if before.training() != self.run.training() or self.state.diverged:
            self.reset()
        elif not self.state.step:  # nothing to go on from; whoever has paused stays so
            self.state, self._stream = init(self.run), STREAMS.of(self.run).near(self._stream)
        else:
            self._stream = Stream(Update(self.run, self.state)).near(self._stream)
            self.changes += [self.state.step] if self.state.step not in self.changes else []
        return self

    def reset(self) -> None:
        """Starts anew from the same seed."""
        self._forget()
        self.state, self.changes, self.stops, self.playing = init(self.run), [], True, True
        self.pace = Pace(self.pace.name)
        self._stream = STREAMS.of(self.run).near(self._stream)

    def play(self) -> None:
        """Goes on; after a plateau without stopping at another one."""
        if self.state.diverged:
            self.reset()
        self._forget()
        self._stream.retry()
        self.pace = Pace(self.pace.name)
        self.stops = self.stops and not self.state.levelled
        self.playing = True

    def pause(self) -> None:
        """Stops at the step that is shown."""
        self._forget()
        self.playing = False

    def step(self) -> None:
        """Takes a single meta-step."""
        self.pause()
        self._single = True

    def watch(self, pace: str) -> None:
        """Goes on at another pace."""
        self._own.drop()
        self.pace = Pace(pace)

    def pin(self) -> None:
        """Keeps the present held-out curve as a ghost behind later ones, three at most."""
        self.ghosts = [*self.ghosts, (self.state.checked, self.state.validation)][-3:]

    def look(self, view: View) -> None:
        """Asks for another picture."""
        self.view = view
        self._own.drop()

    def tick(self) -> bool:
        """Takes in what there is and asks for more; whether there is something new to draw."""
        fresh = self._collect() or self._go_on()
        if self.update and not self.state.draft and CLUSTER.ready:  # once the picture moves
            fresh = self._measuring.tick(self.run) or fresh
        return fresh

    def _forget(self) -> None:
        """Lets go of what answers an older question."""
        self._own.drop()
        self._single, self.fault = False, ""

    def _collect(self) -> bool:
        """Takes in what was computed for this visitor alone."""
        came, fault = self._own.collect()  # where a worker was lost it is asked again, from the state that is held here
        if fault:
            self.fault, self.playing = fault, False
        return came

    def _go_on(self) -> bool:
        if self._own.call or self.fault:
            return False
        if self.playing and self.pace.slow:
            if not self.pace.left:
                self._ask(Update(self.run, self.state), self.state.step + 1)
        elif self.playing:
            time.sleep(self.pace.left)  # what is known already comes no faster
            found = self._stream.after(self.state.step, self.view, self.stops, PATIENCE, self.pace.name)
            if self._stream.fault:
                self.fault, self.playing = self._stream.fault, False
            if found:
                return self._take(found) if self.view in found.pictures else self._ask(found, found.state.step)
        elif not self.current:
            self._ask(Update(self.run, self.state), self.state.step + self._single)
        return False

    def _ask(self, before: Update, step: int) -> bool:
        if CLUSTER.ready:
            drawn = self.pace.views(self.view, self.pictures.stages if self.update else 1)
            self._own.ask(self._take, at_step, before.bare, step, *drawn, like=self._stream)
        return False

    def _take(self, update: Update) -> bool:
        self.pace.note(update.state.step - self.state.step)
        self.age = time.time() - update.made
        self.state, self.update, self._drawn, self._single = update.state, update, self.view, False
        if update.state.diverged or (update.state.levelled and self.stops):
            self.playing = False
        return True

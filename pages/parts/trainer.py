"""One visitor's training: what is set, what has been reached, and the call that is under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metacore.cluster import CLUSTER, Pending, result
from metacore.engine import Budget, State, init
from metacore.evaluation import View
from metacore.run import Run
from metacore.turn import Measured, Turn, take_turn
from pages.parts.measuring import Measuring


@dataclass
class Trainer:
    """Holds the state between calls, so that a lost worker loses nothing and a closed tab costs nothing."""

    run: Run
    state: State
    playing: bool = True
    view: View = field(default_factory=View)
    turn: Turn | None = None  # the newest thing that can be drawn
    rate: float = 0.0
    stops: bool = True  # whether to stop by itself on a plateau
    changes: list[int] = field(default_factory=list)  # steps at which a live dial was moved
    ghosts: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    fault: str = ""
    _call: Pending | None = None
    _asked: tuple[Run, View, int] | None = None
    _drawn: tuple[View, int] | None = None  # what the turn answers
    _epoch: int = 0  # counts restarts and pauses, so that an answer to an older question is dropped
    _single: bool = False
    _measuring: Measuring = field(default_factory=Measuring)

    @classmethod
    def start(cls, run: Run) -> Trainer:
        return cls(run, init(run))

    @property
    def current(self) -> bool:
        """Whether what can be drawn belongs to the dials as they are now."""
        return self.turn is not None and self.turn.run == self.run and self._drawn == (self.view, self._epoch)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or self._single or not self.current or self._measuring.awaited(self.run)

    @property
    def measured(self) -> Measured | None:
        """The yardsticks of the present dials, once they are there."""
        return self._measuring.of(self.run)

    def set(self, **changes: Any) -> None:
        """Moves dials: live ones take effect at the next step, all others start anew."""
        before, self.run = self.run, self.run.replace(**changes)
        self.fault = ""
        if before.training() != self.run.training():
            self.reset()
        elif before != self.run and self.state.step and self.state.step not in self.changes:
            self.changes.append(self.state.step)
        if self.state.diverged:
            self.reset()

    def reset(self) -> None:
        """Starts anew from the same seed."""
        self.state, self.changes, self.stops, self.playing = init(self.run), [], True, True
        self._epoch += 1
        self._single = False
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
        self._epoch += 1

    def step(self) -> None:
        """Takes a single meta-step."""
        self.pause()
        self._single = True

    def pin(self) -> None:
        """Keeps the present held-out curve as a ghost behind later ones, three at most."""
        self.ghosts = [*self.ghosts, (self.state.checked, self.state.validation)][-3:]

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = self._collect()
        if self.turn:  # once the picture moves
            fresh = self._measuring.tick(self.run) or fresh
        wanted = self.playing or self._single or not self.current
        if self._call is None and wanted and not self.fault:
            self._ask()
        return fresh

    def _ask(self) -> None:
        if self._single:
            budget = Budget(self.state.step + 1)
        elif self.playing:
            budget = Budget(self._goal(), self._seconds(), self.stops)
        else:
            budget = Budget(self.state.step)
        self._asked = (self.run, self.view, self._epoch)
        self._call = CLUSTER.submit(take_turn, self.run, self.state, budget, self.view)

    def _goal(self) -> int:
        """So few steps at the start that learning, which is fastest there, is seen and not only its end."""
        return 8 + round(1.2 * self.state.step)

    def _seconds(self) -> float:
        """Training gets at least twice the time that looking takes."""
        looking = self.turn.looking if self.turn else 0.1
        return min(max(0.18, 2 * looking), 0.6)

    def _collect(self) -> bool:
        if self._call is None or not self._call.done():
            return False
        call, self._call = self._call, None
        assert self._asked
        _, view, epoch = self._asked
        turn, fault = result(call)
        if fault:
            self.fault, self.playing = fault, False
        if turn is None:
            return False  # a lost worker: the next tick asks again, from the state that is held here
        if epoch != self._epoch:
            return False
        if turn.seconds and turn.state.step > self.state.step:
            self.rate = (turn.state.step - self.state.step) / turn.seconds
        self.state, self.turn, self._drawn, self._single = turn.state, turn, (view, epoch), False
        if turn.state.diverged or (turn.state.levelled and self.stops):
            self.playing = False
        return True

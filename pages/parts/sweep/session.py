"""One visitor's sweep: the cells under way, the cell that is looked at, and the yardsticks beside it."""

from __future__ import annotations

from typing import Any

from metacore.evaluation.yardsticks import Measured, measured_run
from metacore.run import Run
from metacore.studies.sweep.axes import NO_AXIS
from metacore.studies.sweep.outcomes import Measure, Outcome, best, outcomes
from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.runner import Sweeper
from pages.parts.frame.yardsticks import YardstickCalls


class SweepSession:
    """A sweep on the page. It goes on where it was stopped; more repeats keep what has been trained."""

    def __init__(self, sweep: Sweep, before: SweepSession | None = None) -> None:
        self.sweeper: Sweeper = before.sweeper.extended(sweep) if before else Sweeper(sweep)
        self.chosen: tuple[int, int] | None = before.chosen if before else None
        self.measure: Measure = before.measure if before else "metric"
        self._measuring: YardstickCalls = before._measuring if before else YardstickCalls()

    @property
    def question(self) -> Sweep:
        return self.sweeper.sweep

    @property
    def playing(self) -> bool:
        return self.sweeper.playing

    @playing.setter
    def playing(self, on: bool) -> None:
        if on:
            self.sweeper.playing = True
        else:
            self.sweeper.stop()  # lets go of calls under way too

    def enter(self, question: Sweep) -> SweepSession:
        """Another sweep, from its beginning; this one stops."""
        self.playing = False
        return SweepSession(question)

    def set(self, **changes: Any) -> SweepSession:
        """The sweep with other settings, which keeps what it can of this one. Raises DialError."""
        question = self.question.replace(**changes)
        if question == self.question:
            return self
        changed = SweepSession(question, self)
        self.playing = False
        return changed

    def rest(self) -> None:
        """Lets go of calls in line: the page was left."""
        self.sweeper.rest()

    @property
    def started(self) -> bool:
        return bool(self.sweeper.pieces)

    @property
    def finished(self) -> bool:
        return self.sweeper.finished

    @property
    def lines(self) -> bool:
        """Whether results are drawn as lines: one axis alone, or one line for each choice."""
        return self.question.y == NO_AXIS or isinstance(self.question.ys[0], str)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self.playing or (self.sweeper.started and self._wanted() is not None)

    def outcomes(self) -> dict[tuple[int, int], Outcome]:
        """What has come of each cell so far, by column and row."""
        return outcomes(self.question, self.sweeper.pieces)

    def best(self) -> Outcome | None:
        return best(self.outcomes().values(), self.measure)

    def shown(self) -> Outcome | None:
        """The cell that is looked at: the one that was clicked, else the best."""
        found = self.outcomes()
        if self.chosen in found:
            return found[self.chosen]
        return self.best()

    def measured(self, run: Run) -> Measured | None:
        """The yardsticks of the tasks of ``run``, once they are there."""
        return self._measuring.of(run)

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        fresh = self.sweeper.tick()
        if self.sweeper.started and (run := self._wanted()):
            fresh = self._measuring.tick(run) or fresh
        return fresh

    def _wanted(self) -> Run | None:
        """A run whose yardsticks are shown and not yet there: along lines every place has its own."""
        if self.lines:
            runs = list(dict.fromkeys(measured_run(run) for run in self.question.runs))
        else:
            shown = self.shown()
            runs = [self.question.run(shown.column, shown.row)] if shown else [self.question.runs[0]]
        return next((run for run in runs if self._measuring.awaited(run)), None)

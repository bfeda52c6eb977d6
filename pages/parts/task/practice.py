"""The meta-learners that practise for one visitor's canvas: what each has learned so far, one call at a time."""

from __future__ import annotations

from metacore.run import Run
from metacore.studies.task.question import Sketch
from metacore.training.engine import Advance, Budget, State, advance, init
from pages.parts.frame.calls import OneCall

CHUNK = 0.3  # seconds of practice in one call
REMEMBERED = 24  # meta-learners whose practice is not begun anew when they are asked for again


class Practice:
    """Trains the meta-learners of a sketch to its number of steps, one after the other."""

    def __init__(self) -> None:
        self._states: dict[Run, State] = {}
        self._call = OneCall()

    def state(self, run: Run) -> State:
        """What the meta-learner has learned so far."""
        return self._states.get(run) or init(run)

    def unfinished(self, sketch: Sketch) -> Run | None:
        """The next meta-learner that has not practised to the end."""
        for name in sketch.practising:
            state = self.state(run := sketch.run(name))
            if state.step < sketch.steps and not state.diverged:
                return run
        return None

    def ask(self, sketch: Sketch) -> None:
        """Has the next meta-learner practise a little, unless one does already."""
        if self._call.call is None and (run := self.unfinished(sketch)):
            budget = Budget(sketch.steps, CHUNK)
            self._call.ask(lambda found: self._take(run, found), advance, run, self.state(run), budget)

    def collect(self) -> tuple[bool, str]:
        """Whether practice was taken in, and a line on the fault where there was one."""
        return self._call.collect()

    def _take(self, run: Run, found: Advance) -> None:
        self._states = dict(list((self._states | {run: found.state}).items())[-REMEMBERED:])

"""A hidden task: its first points are dealt, and once it is revealed its truth is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metacore.studies.task.field_types import Point
from metacore.studies.task.question import Sketch
from metacore.studies.task.work import Truth, deal, truth
from pages.parts.frame.calls import OneCall


class HiddenTask:
    """Asks for the points and the truth of a sketch's task, each once."""

    def __init__(self, undealt: bool) -> None:
        self.undealt, self.revealed = undealt, False
        self.truth: Truth | None = None
        self._truth_of: Any = None
        self._dealing, self._uncovering = OneCall(), OneCall()

    def renew(self, undealt: bool) -> None:
        """Another task: nothing is known of it."""
        self.undealt, self.revealed, self.truth = undealt, False, None
        self._dealing.drop()

    def awaited(self, sketch: Sketch) -> bool:
        """Whether the truth is still to come."""
        return bool(self.revealed and sketch.task and self._truth_of != _key(sketch))

    def ask(self, sketch: Sketch, dealt: Callable[[tuple[Point, ...]], None]) -> None:
        """Asks for what is missing: the points, which ``dealt`` is handed, before all else."""

        def taken(points: tuple[Point, ...]) -> None:
            self.undealt = False
            dealt(points)

        if self.undealt and self._dealing.call is None:
            self._dealing.ask(taken, deal, sketch)
        if not self.undealt and self.awaited(sketch) and self._uncovering.call is None:
            self._uncovering.ask(lambda found: self._uncover(found, _key(sketch)), truth, sketch)

    def collect(self) -> tuple[bool, str]:
        """Whether an answer was taken in, and a line on the fault where there was one."""
        dealt, uncovered = self._dealing.collect(), self._uncovering.collect()
        return dealt[0] or uncovered[0], dealt[1] or uncovered[1]

    def _uncover(self, found: Truth | None, key: Any) -> None:
        self.truth, self._truth_of = found, key


def _key(sketch: Sketch) -> Any:
    return sketch.run(), sketch.task

"""Yardsticks on their way: asked for piece by piece, so that training never waits long."""

from __future__ import annotations

from dataclasses import dataclass, field

from metacore.evaluation.yardsticks import PIECES, Measured, Values, measured_run, piece_at_once
from metacore.interval import Interval
from metacore.run import Run
from metacore.workers.cluster import CLUSTER, Pending, result
from pages.parts.frame.texts import ABOVE


@dataclass
class YardstickCalls:
    """The yardsticks that one visitor has asked for so far; ``urgent`` where training leaves no gaps between calls."""

    urgent: bool = False
    _complete: dict[Run, Measured] = field(default_factory=dict)
    _pieces: dict[Run, list[Values]] = field(default_factory=dict)
    _failed: set[Run] = field(default_factory=set)  # not asked again: they would only fail again
    _asked: tuple[Run, Pending] | None = None

    def of(self, run: Run) -> Measured | None:
        """The yardsticks of ``run``, once they are there."""
        return self._complete.get(measured_run(run))

    def awaited(self, run: Run) -> bool:
        """Whether the yardsticks of ``run`` are still to come."""
        return measured_run(run) not in self._complete and measured_run(run) not in self._failed

    def tick(self, run: Run) -> bool:
        """Takes in what has been finished and asks for more of ``run``; whether some yardsticks are now complete."""
        came = False
        if self._asked and self._asked[1].done():
            (asked, pending), self._asked = self._asked, None
            values, fault = result(pending)
            if fault:
                self._failed.add(asked)
            if values is not None:  # else a lost worker, or its programs are not ready: asked again
                pieces = self._pieces.setdefault(asked, [])
                pieces.append(values)
                if came := len(pieces) == PIECES:
                    self._complete[asked] = Measured.of(asked, self._pieces.pop(asked))
        wanted = measured_run(run)
        if self.awaited(run) and not self._asked:
            number = len(self._pieces.get(wanted, []))
            self._asked = (wanted, CLUSTER.submit(piece_at_once, wanted, number, urgent=self.urgent))
        return came


def above_floor(score: Interval, floor: Interval | None) -> str:
    """How far a score is above the best possible one, in words; a dash where that is not known or next to nothing."""
    if floor is None or floor.mean < 0.005:
        return ABOVE["open"]
    share = score.mean / floor.mean - 1
    if share * floor.mean < score.ci95:
        return ABOVE["at"]
    return ABOVE["above"].format(share=100 * share) if share < 1 else ABOVE["times"].format(times=share + 1)

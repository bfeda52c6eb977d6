"""Yardsticks on their way: asked for piece by piece, so that training never waits long, and once for all visitors."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from metacore.evaluation.yardsticks import PIECES, Measured, Values, measured_run, piece_at_once
from metacore.interval import Interval
from metacore.run import Run
from metacore.workers.cluster import CLUSTER, Pending, result
from pages.parts.frame.texts import ABOVE

KEPT = 200  # yardsticks, of some kilobytes each


@dataclass
class _Measuring:
    """The yardsticks of one run, as far as they are there."""

    run: Run
    complete: Measured | None = None
    failed: bool = False  # not asked again for the same visitor: it would most likely only fail again
    _pieces: list[Values] = field(default_factory=list)
    _call: Pending | None = None
    _lock: Lock = field(default_factory=Lock)

    def tick(self) -> None:
        """Takes in what has been finished and asks for more."""
        with self._lock:
            if self._call and self._call.done():
                (values, fault), self._call = result(self._call), None
                self.failed = bool(fault)
                if values is not None:  # else a lost worker, or its programs are not ready: asked again
                    self._pieces.append(values)
                if len(self._pieces) == PIECES:
                    self.complete, self._pieces = Measured.of(self.run, self._pieces), []
            if not self.complete and not self.failed and not self._call:
                self._call = CLUSTER.submit(piece_at_once, self.run, len(self._pieces), by=self)


_known: OrderedDict[Run, _Measuring] = OrderedDict()
_lock = Lock()


def _measuring(run: Run) -> _Measuring:
    """What all who ask share; the oldest of very many are let go. What has failed is tried again for who comes then."""
    with _lock:
        if run not in _known or _known[run].failed:
            _known[run] = _Measuring(run)
        _known.move_to_end(run)
        while len(_known) > KEPT:
            _known.popitem(last=False)
        return _known[run]


@dataclass
class YardstickCalls:
    """The yardsticks that one visitor has asked for."""

    _asked: dict[Run, _Measuring] = field(default_factory=dict)
    _told: set[Run] = field(default_factory=set)

    def of(self, run: Run) -> Measured | None:
        """The yardsticks of ``run``, once they are there."""
        return self._of(run).complete

    def awaited(self, run: Run) -> bool:
        """Whether the yardsticks of ``run`` are still to come."""
        it = self._of(run)
        return not it.complete and not it.failed

    def tick(self, run: Run) -> bool:
        """Takes in what has been finished and asks for more of ``run``; whether its yardsticks are now complete."""
        it = self._of(run)
        if self.awaited(run):
            it.tick()
        news = it.complete is not None and it.run not in self._told
        self._told |= {it.run} if news else set()
        return news

    def _of(self, run: Run) -> _Measuring:
        """Nobody shares those of a table of his own: they end with the visit."""
        wanted = measured_run(run)
        if wanted not in self._asked:
            self._asked[wanted] = _Measuring(wanted) if wanted.table else _measuring(wanted)
        return self._asked[wanted]


def above_floor(score: Interval, floor: Interval | None) -> str:
    """How far a score is above the best possible one, in words; a dash where that is not known or next to nothing."""
    if floor is None or floor.mean < 0.005:
        return ABOVE["open"]
    share = score.mean / floor.mean - 1
    if share * floor.mean < score.ci95:
        return ABOVE["at"]
    return ABOVE["above"].format(share=100 * share) if share < 1 else ABOVE["times"].format(times=share + 1)

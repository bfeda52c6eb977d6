"""One visitor's search for a base learner's settings: the attempts so far, and the calls that are under way."""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np

from metacore.evaluation.measuring import Picture
from metacore.evaluation.yardsticks import PIECES, Values, joined, piece
from metacore.run import Run
from metacore.studies.learners.work import Attempt, Step, portrait, step
from metacore.workers.cluster import CLUSTER
from pages.parts.frame.calls import OneCall

ATTEMPTS = 40


class SearchSession:
    """Makes one attempt after the other, then judges the best on the new tasks; the attempts are held here."""

    def __init__(self, run: Run) -> None:
        self.question = run
        self.playing = False
        self.attempts: tuple[Attempt, ...] = ()
        self.importance: dict[str, float] = {}
        self.fault = ""
        self._pictures: dict[Run, Picture] = {}
        self._pieces: dict[Run, list[Values]] = {}
        self._search, self._side = OneCall(), OneCall()
        self._lock = Lock()  # the same search may be open in two tabs

    @property
    def started(self) -> bool:
        return bool(self.attempts)

    @property
    def searchable(self) -> bool:
        """Whether the base learner has settings to search; others improve by meta-gradient."""
        return bool(self.question.base_learner.dials)

    @property
    def finished(self) -> bool:
        return len(self.attempts) >= ATTEMPTS or not self.searchable

    @property
    def best(self) -> Attempt | None:
        """The attempt of least error on the training tasks; the earlier where two are equal."""
        return min(self.attempts, key=lambda attempt: attempt.error, default=None)

    @property
    def defaults(self) -> Run:
        """The base learner as its library sets it."""
        return self.question.replace(**{dial.name: dial.default for dial in self.question.base_learner.dials})

    @property
    def improved(self) -> Run | None:
        """The base learner with the best settings found, where they differ from the defaults."""
        chosen = self.question.replace(**dict(self.best.settings)) if self.best else self.defaults
        return chosen if chosen != self.defaults else None

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return not self.fault and (self.playing or self._next_side() is not None)

    def picture(self, run: Run) -> Picture | None:
        return self._pictures.get(run)

    def metrics(self, run: Run, name: str) -> np.ndarray:
        """The metric of each new task measured so far: of ``scratch``, the base learner, or another yardstick."""
        return joined(run, self._pieces.get(run, []), "metric", name)

    def names(self, run: Run) -> list[str]:
        """The yardsticks that were measured with the base learner."""
        return list(self._pieces[run][0]["metric"])

    def measured(self, run: Run) -> bool:
        """Whether all new tasks have been answered."""
        return len(self._pieces.get(run, [])) == PIECES

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        with self._lock:
            return self._tick()

    def _tick(self) -> bool:
        fresh = False
        for call in (self._search, self._side):
            came, fault = call.collect()
            fresh, self.fault = fresh or came or bool(fault), self.fault or fault
        if self.fault or self.finished:
            self.playing = False
        if self.fault:
            return fresh
        if self.playing and self._search.call is None:
            self._search.ask(self._attempted, step, self.question, self.attempts)
        if self._side.call is None and (ask := self._next_side()):
            self._side.ask(*ask)
        return fresh

    def rest(self) -> None:
        """Lets go of calls in line: the page was left."""
        with self._lock:
            self._search.rest()
            self._side.rest()

    def _attempted(self, found: Step) -> None:
        self.attempts = (*self.attempts, found.attempt)
        self.importance = found.importance or self.importance

    def _next_side(self) -> tuple[Any, ...] | None:
        """Pictures first; then the new tasks, of the best settings only once the search rests."""
        runs = [self.defaults, *([self.improved] if self.improved and not self.playing else [])]
        for run in runs:
            if run not in self._pictures:
                return self._drawn(run), portrait, run
        for run in runs:
            if not self.measured(run):
                return self._judged(run), piece, run, len(self._pieces.get(run, []))
        return None

    def _drawn(self, run: Run) -> Any:
        def take(picture: Picture) -> None:
            self._pictures[run] = picture

        return take

    def _judged(self, run: Run) -> Any:
        return self._pieces.setdefault(run, []).append

"""A run that is being trained, for all who watch it: each update is computed once."""

from __future__ import annotations

import time
from threading import Lock

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import UPDATE, Ask, Update, latest, next_update
from metacore.workers.cluster import CLUSTER, Pending, came, result

AHEAD = 2  # calls in line: one that runs and one behind it, so that the worker never waits for the page
VIEWS = 3  # drawn along with an update; whoever looks at something else still has it drawn for himself
LOOKED = 3.0  # seconds for which a view that was asked for is drawn along
SCORED = 1.0, 0.25  # seconds between two measurements of all tasks: at least, and for each who shares the workers
DEAR = 8.0  # times as long as one takes it is until the next one, at least
DRAFTED = 4.0  # seconds between two drafts, for each who shares the workers: they keep the compiler from its work
TURN = 0.1  # seconds that an update takes where many wait; were it less, most of it would go into drawing
POLL = 0.25, 0.03  # seconds between two looks whether it is compiled: at least, and for each who shares the workers


class Stream:
    """The updates of one run, from an ``origin`` on; nobody asks for more than somebody watches.

    Of all updates so many are kept that whoever comes later sees the same at the pace of the page.
    """

    computed = 0  # updates, in all streams; a figure for the operator, who can do without one in a thousand

    def __init__(self, origin: Update) -> None:
        self.updates: list[Update] = [origin]
        self.fault, self.watched = "", time.monotonic()
        self._calls: list[Pending] = []  # under way, each going on from the one before
        self._views: dict[View, float] = {}  # and when they were asked for
        self.gap, self._came = 0.0, 0.0  # seconds between the last two updates; when the last one came
        self._scored = self._drafted = self._asked = 0.0  # when all tasks were measured, a draft made, anything asked
        self._lock = Lock()

    def near(self, other: Stream) -> Stream:
        """Itself, computed where ``other`` was, if that has compiled the same program there."""
        if self.updates[0].run.program() == other.updates[0].run.program():
            CLUSTER.follow(self, other)
        return self

    def after(self, step: int, view: View, stops: bool, seconds: float, tempo: str = "natural") -> Update | None:
        """The update that follows the one at ``step``; None where none is there within so many seconds.

        Where training ``stops`` on a plateau, that is the last one. How far it may be is told by the ``tempo``.
        """
        with self._lock:
            self._views[view] = self.watched = time.monotonic()
            self._collect()
            found = self._next(step, stops, tempo)
            if (found is None or found is self.updates[-1]) and CLUSTER.ready and not self.fault:
                self._ask(stops, tempo)
            awaited = self._calls[:1] if found is None else []
        if awaited and came(awaited[0], seconds):
            with self._lock:
                self._collect()
                return self._next(step, stops, tempo)
        return found

    def retry(self) -> None:
        """Goes on where a call has failed."""
        self.fault = ""

    def _next(self, step: int, stops: bool, tempo: str) -> Update | None:
        """The last update that follows so closely that nothing is missed, or else the first that there is."""
        later = []
        for update in self.updates:
            if update.state.step > step or (update.state.diverged and update.state.step == step):
                later.append(update)
            if update.state.levelled and stops:
                break
        near = [update for update in later if update.state.step <= latest(step, tempo)]
        if not later and self._ended(stops) and self.updates[-1].state.step < step:
            return self.updates[-1]  # a draft had gone too far
        return near[-1] if near else later[0] if later else None

    def _ended(self, stops: bool) -> bool:
        state = self.updates[-1].state
        return state.diverged or (state.levelled and stops)

    def _ask(self, stops: bool, tempo: str) -> None:
        now, crowd, head = time.monotonic(), CLUSTER.crowd, self.updates[-1]
        compiled = head.scores is not None and head.state.draft is None
        if not compiled and (self._calls or now - self._asked < max(POLL[0], POLL[1] * crowd)):
            return
        least, share = SCORED
        self._asked = now
        recent = [view for view, asked in self._views.items() if now - asked < LOOKED]
        self._views = {view: self._views[view] for view in recent[-VIEWS:]}
        while len(self._calls) < (AHEAD if compiled else 1) and not self._ended(stops):
            scored = now - self._scored > max(least, share * crowd, DEAR * head.scoring)
            self._scored = now if scored else self._scored
            drafts = crowd <= CLUSTER.slots or now - self._drafted > DRAFTED * crowd
            self._drafted = now if drafts else self._drafted
            seconds = min(UPDATE, max(TURN, UPDATE * CLUSTER.slots / crowd))
            ask = Ask(tuple(self._views), seconds, scored, drafts, stops, tempo)
            before = self._calls[-1] if self._calls else head.bare
            self._calls.append(CLUSTER.submit(next_update, before, ask, by=self))

    def _collect(self) -> None:
        """Takes in what has been finished."""
        while self._calls and self._calls[0].done():
            update, self.fault = result(self._calls.pop(0))
            if update is None:
                self._calls = []  # a lost worker or a fault: asked again, from the update that is held here
                return
            if update.state.step > self.updates[-1].state.step:
                now = time.monotonic()
                self.gap, self._came = now - self._came if self._came else 0.0, now
            Stream.computed += 1
            self.append(update)

    def append(self, update: Update) -> None:
        """Adds the newest update; the one before stays only where it is needed for the pace of the page."""
        state = update.state
        kept = [other for other in self.updates if other.state.step < state.step or other is self.updates[0]]
        if len(kept) > 2 and not kept[-1].state.levelled and state.step <= latest(kept[-2].state.step):
            kept.pop()
        if state.step > kept[-1].state.step or state.diverged:  # which is told of the last good state
            kept.append(update)
        self.updates = kept

"""Who is next: calls wait in line here, and few of them are with the workers at any time.

The line is fair in seconds, not in calls: whoever has had least of the workers' time goes first (fair queuing, Demers
et al. 1989), so that one whose calls are long waits longer between them. A call that nobody holds any more has left.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

from metacore.workers.calls import Call, Out, Timed, changed, known, timed
from metacore.workers.homes import AHEAD, Homes

GUESS = 0.2  # seconds that a call is taken to last, of someone who is new
FETCHING = 5.0  # seconds that fetching an answer may take; its worker may be lost after it was finished
FETCHERS = 4  # threads that fetch answers


class FairQueue:
    """Hands calls to ``send``: two for each of ``slots()`` workers, one that runs and one behind it."""

    def __init__(self, send: Callable[..., Any], slots: Callable[[], int]) -> None:
        self._send, self._slots = send, slots
        self._line: list[weakref.ref[Call]] = []
        self._out: list[Out] = []
        self._had: dict[Hashable, float] = {}  # seconds of the workers, by whose calls; nobody has less than ``_least``
        self._lasted: dict[Hashable, float] = {}
        self._least = 0.0
        self.answered = 0  # calls
        self._heard = 0.0  # when a call was last answered
        self._homes = Homes()
        self._lock = threading.Lock()
        self._bell: SimpleQueue[Any] = SimpleQueue()  # may be rung while memory is cleared, unlike any other
        self._fetchers = ThreadPoolExecutor(FETCHERS, "answers")
        self._serving = False  # most processes that know of a cluster never call it

    def put(self, call: Call) -> Call:
        """Puts a call into line."""
        with self._lock:
            self._line.append(weakref.ref(call, self._bell.put))
            if not self._serving:
                self._serving = True
                threading.Thread(target=self._serve, name="queue", daemon=True).start()
        self._bell.put(None)
        return call

    def follow(self, like: Hashable, other: Hashable) -> None:
        """Has calls that are ``like`` begin where those like ``other`` ran, unless there is less to do elsewhere."""
        if not self._homes.of(other):
            return  # nor may there be a connection yet, for which counting the workers would wait
        workers = self._slots()
        with self._lock:
            self._homes.follow(like, other, workers)

    @property
    def crowd(self) -> int:
        """How many have calls in line or with the workers."""
        with self._lock:
            return len({call.by for _, call in self._waiting()} | {out.by for out in self._out})

    @property
    def waiting(self) -> int:
        """How many calls are in line."""
        with self._lock:
            return len(self._waiting())

    @property
    def silence(self) -> float:
        """Seconds since a call was answered, while there are some."""
        with self._lock:
            asked = [call.since for _, call in self._waiting()] + [out.since for out in self._out]
        since = min(asked, default=float("inf"))
        return max(0.0, time.monotonic() - max(since, self._heard))

    def _waiting(self) -> list[tuple[weakref.ref[Call], Call]]:
        return [(ref, call) for ref in self._line if (call := ref()) is not None and not call.cancelled()]

    def _serve(self) -> None:
        while True:
            self._bell.get()
            self._let_go()
            while (call := self._next()) is not None:
                self._hand_out(call)

    def _let_go(self) -> None:
        """Takes back what nobody waits for any more."""
        with self._lock:
            left = [out for out in self._out if out.call() is None]
            self._out = [out for out in self._out if out.call() is not None]
        for out in left:
            with suppress(Exception):  # the connection is lost or closed, and the call with it
                out.handed.cancel()

    def _next(self) -> Call | None:
        """Takes the next call out of the line, where there is room for one."""
        room = AHEAD * self._slots()
        with self._lock:
            waiting = self._waiting()
            self._line = [ref for ref, _ in waiting]
            places = [self._homes.place(call, self._out, self._lasted) for _, call in waiting]
            able = [(*item, place) for item, place in zip(waiting, places, strict=True) if place is not None]
            if not able or len(self._out) >= room:
                return None
            there = {call.by for _, call in waiting} | {out.by for out in self._out}
            self._least = max(self._least, min(self._had.get(by, self._least) for by in there))
            self._had = {by: had for by, had in self._had.items() if had > self._least}
            self._lasted = {by: lasted for by, lasted in self._lasted.items() if by in there or by in self._had}
            ref, call, place = min(able, key=lambda item: self._had.get(item[1].by, self._least))
            call.near, call.charged = place, self._lasted.get(call.by, GUESS)
            self._charge(call.by, call.charged)
            self._line.remove(ref)
            return call

    def _charge(self, by: Hashable, seconds: float) -> None:
        self._had[by] = self._had.get(by, self._least) + seconds

    def _hand_out(self, call: Call) -> None:
        if not call.set_running_or_notify_cancel():
            return
        try:
            call.handed = self._send(timed, call.function, changed(call.arguments, known), call=call)
        except Exception as fault:  # of another call among the arguments, or of the connection
            call.set_exception(fault)
            return
        mine = weakref.ref(call, self._bell.put)
        with self._lock:
            self._out.append(Out(mine, call.by, call.near, call.handed, time.monotonic()))
        call.handed.add_done_callback(partial(self._answered, mine))

    def _answered(self, mine: weakref.ref[Call], handed: Any) -> None:
        with suppress(RuntimeError):  # the process ends, and nobody waits any more
            self._fetchers.submit(self._fetch, mine, handed)

    def _fetch(self, mine: weakref.ref[Call], handed: Any) -> None:
        """Gives a call its answer; whoever then puts another into line does so before there is room for one."""
        if (call := mine()) is not None:
            try:
                self._settle(call, handed)
            except Exception as fault:
                call.handed = None
                call.set_exception(fault)
        with self._lock:
            self._heard = self._heard if handed.status == "cancelled" else time.monotonic()  # the connection was lost
            self.answered += 1
            self._out = [out for out in self._out if out.call is not mine]
        self._bell.put(None)

    def _settle(self, call: Call, handed: Any) -> None:
        """Gives a call its answer, or raises why there is none."""
        if call.stays:
            if handed.status == "error":
                raise handed.exception()
            call.set_result(handed)
            return
        answer: Timed = handed.result(timeout=FETCHING)
        with self._lock:
            self._charge(call.by, answer.seconds - call.charged)
            self._lasted[call.by] = answer.seconds
            self._homes.note(call.like, answer.worker)
            if call.near and call.near != answer.worker:
                self._homes.lost(call.near)
        call.set_result(answer.value)
        call.handed = None  # the workers need not keep it

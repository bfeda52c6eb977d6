"""Work done ahead of need, in one thread beside the calls of a worker: compiling and tracing, above all."""

from __future__ import annotations

import atexit
import sys
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Any, NamedTuple

LIMIT = 64  # things that wait; more have been given up by those who asked for them
FRESH = 2.0  # seconds after which whoever waits has asked again, or else does not wait any more
SWITCH = 0.0005  # seconds after which a call has the interpreter back from it, which it needs hundreds of times
GRACE = 0.4  # seconds that a call which found nothing ready gets for its first answer, undisturbed

Work = Callable[[], Any]


class _Wish(NamedTuple):
    """Something that waits to be done, whether it can come ``last``; when it was asked for ``first``, and ``again``."""

    work: Work
    answer: Future[Any]
    last: bool
    first: float
    again: float


class Background:
    """Does one thing at a time: of what is still asked for the first, or else what was asked for last."""

    def __init__(self) -> None:
        self._bell = threading.Condition()
        self._waiting: dict[Hashable, _Wish] = {}  # what was asked for last comes last
        self._faults: dict[Hashable, Future[Any]] = {}  # not tried again
        self._running: tuple[Hashable, Future[Any]] | None = None
        self._thread: threading.Thread | None = None
        self._ended = False

    def soon(self, name: Hashable, work: Work, last: bool = False) -> Future[Any]:
        """Has ``work`` done; who waits asks again under the same ``name``. What failed stays so.

        What may come ``last`` is done when nothing else is waited for.
        """
        with self._bell:
            if name in self._faults:
                return self._faults[name]
            if self._running and self._running[0] == name:
                return self._running[1]
            known, now = self._waiting.pop(name, None), time.monotonic()
            answer, first = (known.answer, known.first) if known else (Future[Any](), now)
            self._waiting[name] = _Wish(work, answer, last, first, now)
            while len(self._waiting) > LIMIT:
                dropped = self._waiting.pop(next(iter(self._waiting))).answer
                dropped.cancel()
                dropped.set_running_or_notify_cancel()  # whoever waits for it need not
            self._start()
            return answer

    @property
    def line(self) -> int:
        """How many things wait to be done."""
        with self._bell:
            return len(self._waiting)

    def _start(self) -> None:
        if self._thread is None:
            sys.setswitchinterval(SWITCH)
            self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)
            self._thread.start()
            atexit.register(self._end)
        self._bell.notify()

    def _end(self) -> None:
        """Ends the thread with the process, which must not be left while it compiles."""
        with self._bell:
            self._ended = True
            self._bell.notify()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended:
            if not self._waiting:
                self._rest()
                continue
            name, work, answer = self._next()
            try:
                answer.set_result(work())
            except Exception as fault:
                answer.set_exception(fault)
                self._faults[name] = answer
            with self._bell:
                self._running = None
                while len(self._faults) > LIMIT:
                    del self._faults[next(iter(self._faults))]

    def _rest(self) -> None:
        """Waits until something is asked for."""
        with self._bell:
            self._bell.wait_for(lambda: self._waiting or self._ended)
        if not self._ended:
            time.sleep(GRACE)

    def _next(self) -> tuple[Hashable, Work, Future[Any]]:
        with self._bell:
            now, wishes = time.monotonic(), self._waiting
            fresh = [name for name, wish in wishes.items() if now - wish.again < FRESH]
            name = (
                min(fresh, key=lambda name: (wishes[name].last, wishes[name].first))
                if fresh
                else next(reversed(wishes))
            )
            work, answer, *_ = wishes.pop(name)
            self._running = name, answer
        return name, work, answer


def within(answer: Future[Any], seconds: float) -> bool:
    """Whether ``answer`` comes within so many seconds. Raises what its work raised."""
    wait([answer], seconds)
    if not answer.done() or answer.cancelled():
        return False
    answer.result()
    return True


BACKGROUND = Background()

"""Work done ahead of need, in one thread beside the calls of a worker: compiling and tracing, above all."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Any

LIMIT = 64  # things that wait; more have been given up by those who asked for them
FRESH = 2.0  # seconds after which whoever waits has asked again, or else does not wait any more
GRACE = 0.4  # seconds that a call which found nothing ready gets for its first answer, undisturbed

Work = Callable[[], Any]


class Background:
    """Does one thing at a time: of what is still asked for the first, or else what was asked for last."""

    def __init__(self) -> None:
        self._bell = threading.Condition()
        self._waiting: dict[Hashable, tuple[Work, Future[Any]]] = {}  # what was asked for last comes last
        self._asked: dict[
            Hashable, tuple[bool, float, float]
        ] = {}  # whether it can wait; when asked for first, and last
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
            known = self._waiting.pop(name, None)
            answer: Future[Any] = known[1] if known else Future()
            self._waiting[name], now = (work, answer), time.monotonic()
            self._asked[name] = last, self._asked.get(name, (last, now))[1], now
            while len(self._waiting) > LIMIT:
                oldest = next(iter(self._waiting))
                (_, dropped), _ = self._waiting.pop(oldest), self._asked.pop(oldest)
                dropped.cancel()
                dropped.set_running_or_notify_cancel()  # whoever waits for it need not
            self._start()
            return answer

    def _start(self) -> None:
        if self._thread is None:
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
            fresh = [name for name in self._waiting if time.monotonic() - self._asked[name][2] < FRESH]
            name = min(fresh, key=lambda name: self._asked[name][:2]) if fresh else next(reversed(self._waiting))
            (work, answer), _ = self._waiting.pop(name), self._asked.pop(name)
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

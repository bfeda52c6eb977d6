"""Where calls run best: on the worker that has compiled what they need."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from metacore.workers.calls import Call, Out

AHEAD = 2  # calls that a worker has at a time, so that it never waits for the next
LONG = 1.0  # seconds; while somebody has such calls on a worker, it is nobody else's
MOST = 1000  # kinds of calls of which it is remembered where they ran
LIVE = 5.0  # seconds after its last answer for which a kind counts as going on


class Homes:
    """The workers on which calls that are alike have run, by what they are like."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[str, float]] = {}  # where they ran last, and when; the latest comes last
        self._before: dict[Hashable, list[str]] = {}  # and before that

    def of(self, like: Hashable) -> list[str]:
        """Addresses of all workers that have compiled what they need; the one where they ran last comes first."""
        last, _ = self._known.get(like, ("", 0.0))
        return [last, *self._before.get(like, [])] if last else []

    @property
    def workers(self) -> list[str]:
        """The workers that have answered of late."""
        since = time.monotonic() - LIVE
        return sorted({worker for worker, last in self._known.values() if last > since})

    def note(self, like: Hashable, worker: str) -> None:
        """One of them has run there."""
        self._before[like] = [other for other in self.of(like) if other != worker]
        self._known.pop(like, None)
        self._known[like] = worker, time.monotonic()
        while len(self._known) > MOST:
            oldest = next(iter(self._known))
            del self._known[oldest], self._before[oldest]

    def lost(self, worker: str) -> None:
        """There is no such worker any more."""
        for like, others in self._before.items():
            self._before[like] = [other for other in others if other != worker]

    def place(self, call: Call, out: Sequence[Out], lasted: Mapping[Hashable, float]) -> str | None:
        """The worker that a call goes to, "" where any will do, None where it has to wait for room there.

        That is where a call is whose answer it takes. Else it is one that has compiled what it needs, or another where
        somebody else's long calls are on all of these. ``out``: the calls that the workers have; ``lasted``: how many
        seconds the last one took, by whose it was.
        """

        def calls(worker: str) -> int:
            return sum(it.near == worker for it in out)

        def free(workers: Sequence[str]) -> list[str]:
            held = {it.near for it in out if it.by != call.by and lasted.get(it.by, 0.0) > LONG}
            return [worker for worker in workers if worker not in held]

        homes = [taken.near for taken in call.arguments if isinstance(taken, Call) and taken.near and not taken.done()]
        if not homes:
            known = self.of(call.like)
            homes = free(known) or (free(self.workers) if known else []) or known
        place = min(homes, key=calls, default="")
        return place if not place or calls(place) < AHEAD else None

    def follow(self, like: Hashable, other: Hashable, workers: int) -> None:
        """Has the first of them run where those like ``other`` did, unless there is less to do on another worker.

        >>> homes = Homes()
        >>> homes.note("a", "tcp://one")
        >>> homes.follow("b", "a", workers=2)
        >>> homes.of("b")
        ['tcp://one']
        """
        since = time.monotonic() - LIVE
        going_on = {it: worker for it, (worker, last) in self._known.items() if last > since and it != other}
        busy, homes = Counter(going_on.values()), self.of(other)
        least = min(busy.values()) if len(busy) >= workers else 0
        if homes and like not in going_on and busy[homes[0]] <= least:
            self.note(like, homes[0])
            self._before[like] = homes[1:]

"""Where calls run best: on the worker that has compiled what they need."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable

MOST = 1000  # kinds of calls of which it is remembered where they ran
LIVE = 5.0  # seconds after its last answer for which a kind counts as going on


class Homes:
    """The worker on which calls that are alike ran last, by what they are like."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[str, float]] = {}  # and when that was; the latest comes last

    def of(self, like: Hashable) -> str:
        """The worker's address; nothing where none ran."""
        return self._known.get(like, ("", 0.0))[0]

    def note(self, like: Hashable, worker: str) -> None:
        """One of them has run there."""
        self._known.pop(like, None)
        self._known[like] = worker, time.monotonic()
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def follow(self, like: Hashable, other: Hashable, workers: int) -> None:
        """Has the first of them run where those like ``other`` did, unless there is less to do on another worker.

        >>> homes = Homes()
        >>> homes.note("a", "tcp://one")
        >>> homes.follow("b", "a", workers=2)
        >>> homes.of("b")
        'tcp://one'
        """
        since = time.monotonic() - LIVE
        going_on = {it: worker for it, (worker, last) in self._known.items() if last > since and it != other}
        busy, home = Counter(going_on.values()), self.of(other)
        least = min(busy.values()) if len(busy) >= workers else 0
        if home and like not in going_on and busy[home] <= least:
            self.note(like, home)

"""The streams of all runs that are watched, or were: in memory for a while, and on disk."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from metacore.run import Run
from metacore.studies.playground import archive
from metacore.studies.playground.work import Update
from metacore.training.engine import init
from pages.parts.playground.stream import Stream

PERIOD = 3.0  # seconds between two looks at what is to be kept
WATCHED = 5.0  # seconds for which a stream counts as watched after somebody asked for its updates
IDLE = 30.0  # seconds after which a stream that nobody watches is on disk only
UNKEPT = 32  # streams in memory that nobody watches, where the disk takes none


@dataclass
class _Known:
    stream: Stream
    step: int  # up to which it is on disk

    def keep(self, run: Run, all_of_it: bool) -> bool:
        """Writes what is new; whether that was possible."""
        updates, state = self.stream.updates[1:], self.stream.updates[-1].state
        final = all_of_it or state.levelled or state.diverged
        new = [update for update in updates[: None if final else -1] if update.state.step > self.step]
        if new and not archive.add(run, new):
            return False
        self.step = new[-1].state.step if new else self.step
        return True


class Streams:
    """One stream for each run, whoever asks."""

    def __init__(self) -> None:
        self._known: dict[Run, _Known] = {}  # what was asked for last comes last
        self._lock = threading.Lock()

    def of(self, run: Run) -> Stream:
        """The stream of ``run``, with all that was computed of it before; nobody shares one over a table of his own."""
        if run.table is not None:
            return Stream(Update(run, init(run)))
        fresh = None if run in self._known else _known(run)  # read from disk while others go on
        with self._lock:
            known = self._known.pop(run, None) or fresh or _known(run)
            self._known[run] = known
            known.stream.watched = time.monotonic()
            return known.stream

    def gauges(self) -> dict[str, int]:
        """Figures for whoever looks after the server."""
        with self._lock:
            known = list(self._known.values())
        watched = [it for it in known if time.monotonic() - it.stream.watched < WATCHED]
        return {"runs_watched": len(watched), "runs_held": len(known), "updates": Stream.computed}

    def keep(self, all_of_it: bool = False) -> None:
        """Writes to disk what is new, and lets go of what nobody watches.

        The newest update of a stream that goes on is left out, unless it is ``all_of_it`` that is to be kept: another
        will soon take its place.
        """
        with self._lock:
            known = list(self._known.items())
        unkept = 0
        for run, it in reversed(known):
            idle = time.monotonic() - it.stream.watched > IDLE
            kept = it.keep(run, all_of_it or idle)
            unkept += idle and not kept
            if idle and (kept or unkept > UNKEPT):
                with self._lock:
                    if time.monotonic() - it.stream.watched > IDLE:
                        self._known.pop(run, None)

    def keep_on(self) -> None:
        """Does so again and again, beside all else."""

        def again() -> None:
            while True:
                time.sleep(PERIOD)
                self.keep()

        threading.Thread(target=again, name="keeper", daemon=True).start()


def _known(run: Run) -> _Known:
    stream = Stream(Update(run, init(run)))
    for update in archive.read(run):
        stream.append(update)
    return _Known(stream, stream.updates[-1].state.step)


STREAMS = Streams()

"""A sweep under way: its cells in pieces on the cluster, and what has come back so far. All of it is held here."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from metacore.run import Run
from metacore.studies.sweep import work
from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.work import Cells, Verdict
from metacore.workers.cluster import CLUSTER, Cluster, Pending, not_in_line, result

MOST_CELLS, MOST_NUMBERS = 64, 2_000_000  # that train at once: as many as still make a step faster for each
CHUNK = 0.5  # seconds


class Update(NamedTuple):
    """What a call brings: the cells, their verdict once they are trained, and the seconds of training."""

    cells: Cells
    verdict: Verdict | None
    seconds: float


def train_and_measure(runs: Sequence[Run], start: Cells | None, steps: int, seconds: float) -> Update:
    """Trains some cells for a while, from the beginning where there is no start; at the end they are judged."""
    now, took = work.advance(runs, start or work.init(runs), steps, seconds)
    return Update(now, work.judge(runs, now) if now.step == steps else None, took)


@dataclass
class Piece:
    """Some cells that train together: their places in the sweep's runs, and how far they are."""

    places: tuple[int, ...]
    runs: tuple[Run, ...]
    group: int  # pieces of one group share a compiled program
    cells: Cells | None = None
    verdict: Verdict | None = None
    fault: str = ""

    @property
    def step(self) -> int:
        return self.cells.step if self.cells else 0

    @property
    def done(self) -> bool:
        return self.verdict is not None or bool(self.fault)


class Sweeper:
    """Has all pieces trained, as many at a time as the cluster runs; a piece that a worker lost is asked for again."""

    def __init__(self, sweep: Sweep, cluster: Cluster = CLUSTER) -> None:
        self.sweep = sweep
        self.playing = False
        self.pieces: list[Piece] = []
        self.seconds = 0.0  # that the sweep has been running
        self._cluster = cluster
        self._calls: dict[int, Pending] = {}
        self._since: float | None = None
        self._first: tuple[float, float] | None = None  # seconds and progress when the first answer came
        self._lock = Lock()  # the same sweep may be open in two tabs

    def extended(self, sweep: Sweep) -> Sweeper:
        """``sweep`` with all that is known of it: where it only has more repeats, the first ones are kept."""
        new = Sweeper(sweep, self._cluster)
        if sweep.seeds >= self.sweep.seeds and sweep.replace(seeds=self.sweep.seeds) == self.sweep:
            new.pieces = [piece for piece in self.pieces if not piece.fault]
        return new

    @property
    def started(self) -> bool:
        """Whether there is something to show."""
        return any(piece.cells for piece in self.pieces)

    @property
    def finished(self) -> bool:
        return self._divided and all(piece.done for piece in self.pieces)

    @property
    def _divided(self) -> bool:
        """Whether every run belongs to a piece."""
        return sum(len(piece.places) for piece in self.pieces) == len(self.sweep.runs)

    @property
    def progress(self) -> float:
        """The share of all meta-steps that has been made."""
        total = self.sweep.steps * len(self.sweep.runs)
        done = sum((self.sweep.steps if piece.done else piece.step) * len(piece.places) for piece in self.pieces)
        return done / total

    @property
    def remaining(self) -> float | None:
        """About how many seconds are left, once that can be told."""
        seconds, share = self._first or (self.seconds, self.progress)
        if self.progress <= share:
            return None
        return (self.seconds - seconds) * (1 - self.progress) / (self.progress - share)

    def stop(self) -> None:
        """Asks for no more; what has come back stays, and calls under way are let go."""
        with self._lock:
            self.playing, self._since = False, None
            for call in self._calls.values():
                call.cancel()
            self._calls.clear()

    def rest(self) -> None:
        """Lets go of calls that are still in line, as nobody asks for a while; what runs already is taken in later."""
        with self._lock:
            self._since = None
            self._calls = not_in_line(self._calls)

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not self.playing or not self._cluster.ready:
            return False
        with self._lock:
            return self._tick()

    def _tick(self) -> bool:
        now = time.monotonic()
        self.seconds += now - self._since if self._since else 0.0
        self._since = now
        if not self._divided:
            known = {place for piece in self.pieces for place in piece.places}
            self.pieces = [*self.pieces, *divided(self.sweep, self._cluster.slots, known)]
        fresh = False
        for number in [number for number, call in self._calls.items() if call.done()]:
            fresh = self._take(self.pieces[number], self._calls.pop(number)) or fresh
        if fresh and not self._first:
            self._first = self.seconds, self.progress
        if self.finished:
            self.playing, self._since = False, None
        while self.playing and len(self._calls) <= self._cluster.slots and self._ask():
            pass
        return fresh

    def _ask(self) -> bool:
        """Asks for an update of the piece furthest behind in the first group that is not through; if there is one."""
        waiting = [n for n, piece in enumerate(self.pieces) if n not in self._calls and not piece.done]
        if not waiting:
            return False
        number = min(waiting, key=lambda n: (self.pieces[n].group, self.pieces[n].step))
        piece = self.pieces[number]
        call = (train_and_measure, piece.runs, piece.cells, self.sweep.steps, CHUNK)
        self._calls[number] = self._cluster.submit(*call, by=self, like=piece)
        return True

    def _take(self, piece: Piece, call: Pending) -> bool:
        update, piece.fault = result(call)
        if update is None:
            return bool(piece.fault)  # a lost worker: asked again from the cells that are held here
        piece.cells, piece.verdict = update.cells, update.verdict
        return True


def divided(sweep: Sweep, slots: int, known: Collection[int] = ()) -> list[Piece]:
    """The runs of a sweep in pieces of one program each, all of a size, and enough of them for every worker.

    Runs whose places are ``known`` belong to a piece already.
    """
    groups: dict[Run, list[int]] = {}
    for place, run in enumerate(sweep.runs):
        if place in known:
            continue
        groups.setdefault(run.program(), []).append(place)
    pieces = []
    for group, (shape, places) in enumerate(groups.items()):
        numbers = shape.meta_batch * (shape.shots + shape.queries) * (sum(shape.hidden) + 1)
        most = min(MOST_CELLS, MOST_NUMBERS // numbers, -(-len(places) // slots))
        size = max(size for size in range(1, max(most, 1) + 1) if len(places) % size == 0)
        for start in range(0, len(places), size):
            chosen = tuple(places[start : start + size])
            pieces.append(Piece(chosen, tuple(sweep.runs[place] for place in chosen), group))
    return pieces

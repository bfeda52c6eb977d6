"""A sweep without a browser: on worker processes of this machine, or on the Dask cluster at an address."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from metacore.nn.losses import metric
from metacore.studies.sweep.axes import NO_AXIS
from metacore.studies.sweep.outcomes import Outcome, best, outcomes
from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.runner import Sweeper
from metacore.workers.cluster import Cluster

BEAT, TOLD = 0.1, 2.0  # seconds between two looks at the calls, and between two lines of progress
Write = Callable[[dict[str, Any]], int]


def run_sweep(sweep: Sweep, address: str, write: Write, partly: bool) -> int:
    """Runs all of ``sweep`` and writes it; 130 where it is interrupted, with all that has come back written as partial.

    With ``partly`` it is also written whenever a piece is through, so that nothing is lost with this process either.
    """
    cluster = Cluster(address)
    try:
        cluster.start().result()
    except (OSError, ValueError) as fault:
        print(f"error: --scheduler: no Dask scheduler answers at “{address}”: {fault}", file=sys.stderr)
        return 2
    with closing(cluster):
        return _train(Sweeper(sweep, cluster), write, partly)


def _train(sweeper: Sweeper, write: Write, partly: bool) -> int:
    sweeper.playing = True
    through, told, interrupted = 0, 0.0, threading.Event()

    def end(*_: object) -> None:  # noted: raised, it would be lost in what cannot be interrupted
        interrupted.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a second one ends at once

    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, end)
    while sweeper.playing and not interrupted.wait(BEAT):
        sweeper.tick()
        now = sum(piece.done for piece in sweeper.pieces)
        if partly and now > through and sweeper.playing:
            through, _ = now, write(report(sweeper))
        if time.monotonic() - told > TOLD:
            told = time.monotonic()
            _tell(sweeper)
    if sweeper.playing:
        sweeper.stop()
        print("sweep: interrupted; what has come back is kept", file=sys.stderr)
        return write(report(sweeper)) or 130
    _tell(sweeper)
    faults = {piece.fault for piece in sweeper.pieces if piece.fault}
    for line in faults:
        print(f"error: some cells failed: {line}", file=sys.stderr)
    return write(report(sweeper)) or int(bool(faults))


def _tell(sweeper: Sweeper) -> None:
    if not sweeper.started:
        print("sweep: starting", file=sys.stderr)
        return
    left = sweeper.remaining
    rest = "" if left is None else f" · about {left:.0f} s left"
    through = sum(len(piece.places) for piece in sweeper.pieces if piece.done)
    text = f"sweep: {100 * sweeper.progress:.0f} % · {through} of {len(sweeper.sweep.runs)} runs through{rest}"
    print(text, file=sys.stderr, flush=True)


def report(sweeper: Sweeper) -> dict[str, Any]:
    """Everything that has come back, ready for JSON; ``partial`` where cells are still missing."""
    sweep = sweeper.sweep
    found = outcomes(sweep, sweeper.pieces)
    chosen = best(found.values(), "metric")
    return {
        "sweep": sweep.query(),
        "partial": not sweeper.finished or any(piece.fault for piece in sweeper.pieces),
        "steps": sweep.steps,
        "seconds": sweeper.seconds,
        "metric": metric(sweep.base.problem),
        "best": _cell(sweep, chosen) if chosen else None,
        "cells": [_cell(sweep, found[place]) for place in sorted(found, key=lambda place: place[::-1])],
    }


def _cell(sweep: Sweep, one: Outcome) -> dict[str, Any]:
    """One cell: its dials, its share link, and what was measured.

    ``validation``: on the validation tasks at the steps ``checked``; ``new``: on the new tasks, null where the cell is
    not through or diverged.
    """
    axes = ((sweep.x, sweep.xs[one.column]), (sweep.y, sweep.ys[one.row]))
    through = one.judged and not one.diverged
    kinds = {metric(sweep.base.problem): "metric", "loss": "loss"}
    return {
        **{name: value for name, value in axes if name != NO_AXIS},
        "run": sweep.run(one.column, one.row).query(),
        "steps": [repeat.step for repeat in one.repeats],
        "diverged": [repeat.diverged for repeat in one.repeats],
        "checked": one.repeats[0].checked.tolist(),
        "validation": {
            name: [repeat.validation[kind].tolist() for repeat in one.repeats]  # type: ignore[index]
            for name, kind in kinds.items()
        },
        "new": {
            name: one.interval(kind)._asdict() | {"repeats": one.ends(kind).tolist()}  # type: ignore[arg-type]
            for name, kind in kinds.items()
        }
        if through
        else None,
    }

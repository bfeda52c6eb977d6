"""The rows of a file that a saved model answers: each from all that is known of its task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from metacore.saved.model import Answer, Saved
from metacore.tables.gaps import Rows

MOST_KNOWN = 1000  # rows that a task is learned from: some methods compare all with all
AT_ONCE = 20_000  # rows answered at once
PAIRS = 4_000_000  # of rows that are compared at once, by methods that compare all with all


class Found(NamedTuple):
    """What is said of one row: chances or a value, the deviation, and how many rows of its task were learned from."""

    fit: np.ndarray
    spread: float | None
    used: int
    known: int


def answers(model: Saved, rows: Rows) -> dict[int, Found]:
    """The answer to every row that is asked, learned from all known rows of its task."""
    known, asked = _by_task(rows.task, rows.known), _by_task(rows.task, rows.asked)
    alike: dict[int, list[int]] = defaultdict(list)  # tasks with equally many known rows are learned at once
    for task in sorted(asked, key=lambda task: len(asked[task])):
        alike[min(len(known.get(task, ())), MOST_KNOWN)].append(task)
    found: dict[int, Found] = {}
    for used, tasks in alike.items():
        each = [max(used + len(asked[task]), used * used * AT_ONCE // PAIRS) for task in tasks]
        for some in _pieces(tasks, each):
            support = np.array([_spread_out(known.get(task, np.zeros(0, int)), used) for task in some], int)
            own = model.adapted(rows.x[support], rows.y[support])
            for task_places in _padded([asked[task] for task in some], min(AT_ONCE, PAIRS // max(used, 1))):
                said = model.answered(own, rows.x[task_places])
                for number, task in enumerate(some):
                    total = len(known.get(task, ()))
                    for at, place in enumerate(task_places[number]):
                        found[int(place)] = _one(said, number, at, used, total)
    return found


def _one(said: Answer, number: int, at: int, used: int, known: int) -> Found:
    width = None if said.spread is None else float(said.spread[number, at, 0])
    return Found(said.fit[number, at], width, used, known)


def _by_task(task: np.ndarray, which: np.ndarray) -> dict[int, np.ndarray]:
    """The places of some rows, by their task."""
    places = np.flatnonzero(which)
    places = places[np.argsort(task[places], kind="stable")]
    cuts = [0, *(np.flatnonzero(np.diff(task[places])) + 1), len(places)]
    return {int(task[places[low]]): places[low:high] for low, high in pairwise(cuts) if high > low}


def _pieces(tasks: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Tasks in pieces that are answered at once; the sizes rise."""
    piece: list[int] = []
    for task, size in zip(tasks, sizes, strict=True):
        if piece and (len(piece) + 1) * size > AT_ONCE:
            yield piece
            piece = []
        piece.append(task)
    if piece:
        yield piece


def _padded(places: Sequence[np.ndarray], at_once: int) -> Iterator[np.ndarray]:
    """Rows of some tasks as [tasks, n], so many at a time; a task with fewer repeats its last one."""
    most, step = max(map(len, places)), max(1, at_once // len(places))
    for low in range(0, most, step):
        yield np.array([each[np.minimum(np.arange(low, min(low + step, most)), len(each) - 1)] for each in places])


def _spread_out(places: np.ndarray, count: int) -> np.ndarray:
    """So many of the places, from all over them."""
    return places[np.linspace(0, len(places) - 1, count).astype(int)] if count else places[:0]

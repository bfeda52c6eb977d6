"""A table made ready: which of its tasks are held out, and its numbers scaled by the rows of the training tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metacore.dials import DialError
from metacore.episodes import rows
from metacore.tables.table import UNSCALED, Scale, Table
from metacore.types import Plane, Split

LEAST_TASKS, LEAST_ROWS = 3, 2
HELD_OUT = 0.2  # the share of tasks for validation, and that for the test
MOST_CLASSES = 10
SEED = b"1"  # of all that is by chance here
CONSTANT = 1e-13  # deviations that rounding makes of columns that say the same everywhere, beside their mean
REACH = 1.15  # pictures show a little more than where nearly all rows lie


class Held(NamedTuple):
    """A table made ready: numbers only, ordered by task, the rows of each task shuffled.

    ``x``, ``y`` are scaled; ``first`` and ``sizes`` say which rows a task has; ``splits`` holds the numbers of tasks,
    ``names`` and ``places`` are the tasks' names and the rows' places in the table. Scales: of features and answers.
    """

    x: np.ndarray
    y: np.ndarray
    first: np.ndarray
    sizes: np.ndarray
    splits: dict[Split, np.ndarray]
    names: tuple[str, ...]
    plane: Plane
    domain: tuple[float, float]
    span: tuple[float, float]
    places: np.ndarray
    scales: tuple[Scale, Scale]


def training_rows(held: Held) -> np.ndarray:
    """The places of all rows of the training tasks."""
    return _rows_of(held.first, held.sizes, held.splits["training"])


def _rows_of(first: np.ndarray, sizes: np.ndarray, tasks: np.ndarray) -> np.ndarray:
    return np.concatenate([np.arange(first[task], first[task] + sizes[task]) for task in tasks])


@lru_cache(maxsize=8)
def prepared(table: Table) -> Held:
    """The table made ready. Raises DialError where it has too few tasks to hold some out."""
    every = np.bincount(table.task, minlength=len(table.tasks))
    kept = np.flatnonzero(every >= LEAST_ROWS)
    if len(kept) < LEAST_TASKS:
        raise DialError.saying(
            "dataset", f"“{table.name}” has {len(kept)} tasks with at least {LEAST_ROWS} rows. It takes at least "
            f"{LEAST_TASKS}: one to practise on, one to check with, and one that is new."
        )  # fmt: skip
    if table.problem.classes > MOST_CLASSES:
        raise DialError.saying(
            "dataset", f"“{table.target}” in “{table.name}” has {table.problem.classes} classes. At most "
            f"{MOST_CLASSES} can be told apart here: choose another column to predict, or join rare classes."
        )  # fmt: skip
    order = _shuffled(table)
    order = order[np.isin(table.task[order], kept)]
    names = tuple(table.tasks[task] for task in kept)
    sizes, splits, values = every[kept], _splits(names), bool(not table.problem.classes)
    first = np.cumsum(sizes) - sizes
    own = _rows_of(first, sizes, splits["training"])
    scales = _scale(table.x[order[own]]), _scale(table.y[order[own]]) if values else UNSCALED
    x, y = (scale.applied(a[order]) for scale, a in zip(scales, (table.x, table.y), strict=True))
    plane = rows.telling(x[own], y[own, 0]) if values else rows.principal(x[own])
    reach = REACH * max(1.0, float(np.quantile(np.abs(plane.flattened(x[own])), 0.99)))
    low, high = np.quantile(y[own], [0.005, 0.995])
    edge = 0.15 * (high - low) + 0.1
    return Held(
        x.astype(np.float32), y.astype(np.float32), first.astype(np.int32), sizes.astype(np.int32), splits,
        names, plane, (-reach, reach), (float(low - edge), float(high + edge)),
        order, scales,
    )  # fmt: skip


def _shuffled(table: Table) -> np.ndarray:
    """The rows of one task after the other, those of a task by chance: the same whatever order they came in.

    Which row is which its values' order tells, so that neither a unit nor an offset changes anything.
    """
    order = np.lexsort((*table.x.T, *table.y.T, table.task))
    task, sizes = table.task[order], np.bincount(table.task, minlength=len(table.tasks))
    within = np.arange(len(order)) - (np.cumsum(sizes) - sizes)[task]
    names = (f"{table.tasks[number]}/{place}".encode() for number, place in zip(task, within, strict=True))
    return order[np.lexsort((_chances(names), task))]


def _splits(names: Sequence[str]) -> dict[Split, np.ndarray]:
    """Which tasks are practised on, which check and which are new: by chance, which hangs on their names alone."""
    order = np.argsort(_chances(name.encode() for name in names), kind="stable").astype(np.int32)
    apart = max(1, round(HELD_OUT * len(names)))
    return {"test": order[:apart], "validation": order[apart : 2 * apart], "training": order[2 * apart :]}


def _chances(things: Iterable[bytes]) -> np.ndarray:
    """A number by chance for each thing, the same for the same one in any process."""
    found = b"".join(hashlib.blake2b(thing, digest_size=8, person=SEED).digest() for thing in things)
    return np.frombuffer(found, np.uint64)


def _scale(values: np.ndarray) -> Scale:
    """What brings columns to mean 0 and deviation 1, what is missing left aside."""
    values = values.astype(np.float64)
    there = np.isfinite(values)
    number = np.maximum(there.sum(axis=0), 1)
    middle = np.where(there, values, 0).sum(axis=0) / number
    unit = np.sqrt(np.where(there, (values - middle) ** 2, 0).sum(axis=0) / number)
    return Scale(middle, np.where(unit > CONSTANT * np.abs(middle), unit, 1))

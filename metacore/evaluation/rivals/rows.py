"""Rows of many tasks as rivals take them: of the training tasks to learn from, of a new task those that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metacore.types import Card, Problem


class Rows(NamedTuple):
    """Rows in the order of their tasks 0, 1, ...: ``x [rows, features]``, ``y [rows, outputs]``, ``task [rows]``.

    A task may have no row. ``y`` is as in a ``Batch``.
    """

    x: np.ndarray
    y: np.ndarray
    task: np.ndarray

    def of(self, tasks: np.ndarray) -> Rows:
        """The rows of some tasks, which are numbered anew.

        >>> three = Rows(np.zeros((3, 1)), np.ones((3, 1)), np.array([0, 1, 4]))
        >>> three.of(np.array([1, 4])).task
        array([0, 1])
        """
        kept = np.isin(self.task, tasks)
        return Rows(self.x[kept], self.y[kept], np.unique(self.task[kept], return_inverse=True)[1])


Answer = Callable[[Rows, np.ndarray], np.ndarray]  # known rows, x [tasks, n, features] -> [tasks, n, outputs]


@dataclass(frozen=True)
class Rival:
    """A way to answer new tasks without meta-learning.

    ``fit(problem, rows, shots)`` learns from the rows of the training tasks, of which nobody answers about ``shots``
    known ones, and returns what answers new tasks: the rows that are known of each and the places that are asked about
    give probabilities or means, as everywhere.
    """

    card: Card
    fit: Callable[[Problem, Rows, int], Answer]


def folds(rows: Rows, count: int) -> Iterator[tuple[Rows, Rows]]:
    """Cuts tasks by chance into ``count`` parts: the rows of all others and of each part in turn."""
    tasks = np.random.default_rng(0).permutation(np.unique(rows.task))
    for part in np.array_split(tasks, min(count, len(tasks))):
        yield rows.of(np.setdiff1d(tasks, part)), rows.of(part)


def with_one(x: np.ndarray) -> np.ndarray:
    """The features with a one before them, for the intercept."""
    return np.concatenate([np.ones((*x.shape[:-1], 1)), x], axis=-1)

"""A method held against its rivals on new tasks, with exactly the same known rows and the same rows asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from metacore.interval import Interval


class Against(NamedTuple):
    """How much less a method's error is than that of each rival, task by task; and which of these is best.

    ``best``: the rival with the least error on the new tasks themselves. That is the hardest one to beat, since it is
    picked with hindsight, which the method never has.
    """

    best: str
    gains: dict[str, Interval]


def best(rivals: Mapping[str, np.ndarray]) -> str:
    """The rival with the least error on the new tasks."""
    return min(rivals, key=lambda name: float(np.mean(rivals[name])))


def against(errors: np.ndarray, rivals: Mapping[str, np.ndarray]) -> Against:
    """Holds a method's error of each new task against those of rivals, as ``measure`` and ``yardsticks`` give them.

    >>> found = against(np.array([1.0, 2.0, 3.0]), {"a": np.array([2.0, 2.5, 4.5]), "b": np.array([9.0, 9.0, 9.0])})
    >>> found.best, found.gains["a"].mean
    ('a', 1.0)
    """
    return Against(best(rivals), {name: Interval.over(values - errors) for name, values in rivals.items()})

"""A mean over tasks, and how far the truth may be from it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # for 1 to 9 degrees of freedom


class Interval(NamedTuple):
    """A mean over tasks with its 95 % interval: 1.96 standard errors to each side, more for a handful of tasks."""

    mean: float
    ci95: float
    tasks: int

    @classmethod
    def over(cls, values: np.ndarray) -> Interval:
        """The interval over ``values``, one a task; infinitely wide for a single task."""
        values = np.asarray(values, np.float64)
        finite = len(values) > 1 and np.isfinite(values).all()
        spread = quantile(len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)) if finite else float("inf")
        return cls(float(values.mean()), float(spread), len(values))


def quantile(freedom: int) -> float:
    """How many standard errors 95 % of means lie within: Student's distribution, which few recorded tasks need.

    >>> [round(quantile(freedom), 2) for freedom in (1, 9, 30, 599)]
    [12.71, 2.26, 2.04, 1.96]
    """
    if freedom <= len(STUDENT):
        return STUDENT[freedom - 1]
    return 1.96 if freedom >= 100 else 1.96 + 2.45 / freedom

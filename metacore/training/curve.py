"""Learning curves that stay small however long a run is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

LIMIT = 256


class Curve(NamedTuple):
    """Means of ``width`` steps a point, and the losses that do not fill a point yet."""

    width: int = 1
    points: np.ndarray = np.zeros(0, np.float32)
    rest: np.ndarray = np.zeros(0, np.float32)

    @property
    def steps(self) -> np.ndarray:
        """The last step of each point."""
        return (np.arange(len(self.points)) + 1) * self.width


def extend(curve: Curve, losses: np.ndarray) -> Curve:
    """The curve with further losses; the same whether they come at once or one by one.

    >>> extend(Curve(), np.ones(3)).points.tolist()
    [1.0, 1.0, 1.0]
    """
    width, points, rest = curve.width, curve.points, np.concatenate([curve.rest, losses]).astype(np.float32)
    while len(rest) >= width:
        full = min(len(rest) // width, LIMIT - len(points))
        fresh = rest[: full * width].reshape(full, width).mean(axis=1)
        points, rest = np.concatenate([points, fresh]), rest[full * width :]
        if len(points) == LIMIT:
            width, points = 2 * width, points.reshape(-1, 2).mean(axis=1)
    return Curve(width, points, rest)


def next_checkpoint(step: int) -> int:
    """The next step after ``step`` at which held-out tasks are measured: about sixteen for every doubling.

    >>> [next_checkpoint(step) for step in (0, 8, 1000, 40_000)]
    [8, 16, 1024, 40960]
    """
    period = 8
    while period * 32 <= step:
        period *= 2
    return (step // period + 1) * period


def has_levelled_off(steps: np.ndarray, losses: np.ndarray, least: int = 2000) -> bool:
    """Whether the last half of a run brought less than one percent on what the first half had reached.

    Means over windows are compared, not single points, so that chance does not end a run.
    """
    if len(steps) == 0 or steps[-1] < least:
        return False
    late = losses[steps > 0.8 * steps[-1]].mean()
    earlier = losses[(steps > 0.4 * steps[-1]) & (steps <= 0.6 * steps[-1])].mean()
    return bool(late > 0.99 * earlier)

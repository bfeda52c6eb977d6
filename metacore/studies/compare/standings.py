"""Who is ahead: methods compared on the same new tasks, in pairs. NumPy only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from metacore.interval import Interval


class Standing(NamedTuple):
    """One line of a leaderboard.

    ``behind``: how much worse than the leader, task by task; None for the leader. ``tied``: no difference to the leader
    is shown. ``spread``: lowest and highest mean over the repeats.
    """

    method: str
    score: Interval
    behind: Interval | None
    tied: bool
    spread: tuple[float, float]


def standings(scores: Mapping[str, np.ndarray]) -> list[Standing]:
    """The leaderboard from each method's metric, [repeats, tasks], best first.

    Intervals are over tasks, each task's metric being its mean over the repeats. The tasks are the same for all
    methods, so that differences are taken task by task, which leaves out what makes a task hard for everyone.

    >>> easy, hard = np.array([[0.1, 0.2, 0.3]]), np.array([[0.2, 0.3, 0.4]])
    >>> [(line.method, line.tied) for line in standings({"b": hard, "a": easy})]
    [('a', True), ('b', False)]
    """
    means = {name: each.mean(axis=0) for name, each in scores.items()}
    order = sorted(means, key=lambda name: float(means[name].mean()))
    lines = []
    for name in order:
        behind = None if name == order[0] else Interval.over(means[name] - means[order[0]])
        repeats = scores[name].mean(axis=1)
        tied = behind is None or not behind.mean - behind.ci95 > 0
        lines.append(
            Standing(name, Interval.over(means[name]), behind, tied, (float(repeats.min()), float(repeats.max())))
        )
    return lines

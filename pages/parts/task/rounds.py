"""The game's rounds: a hidden task of which a few points are shown, and a line that the visitor places."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.task.field_types import Point
from metacore.studies.task.question import Player, Sketch, along

KEPT = "rounds of the game"  # under which the score outlives a reload
FEW = (3, 4, 5)  # points of a hidden task that a round shows


class Round(NamedTuple):
    """A round of the game: the hidden task, and the error of everyone on it."""

    task: int
    errors: dict[Player, float]


def scored(task: int, errors: Mapping[Player, Any]) -> Round:
    """The round about ``task``, with the last of everyone's errors stage by stage, where there are some."""
    return Round(task, {who: float(each[-1]) for who, each in errors.items() if each is not None and len(each)})


def other_task(sketch: Sketch, rounds: Iterable[Round]) -> int:
    """The number of a task that is not on the canvas and was in no round; the first one where all were."""
    played = {sketch.task, *(each.task for each in rounds)}
    return random.choice([task for task in range(1, NEW_TASKS + 1) if task not in played] or [1])


def level(sketch: Sketch) -> tuple[Point, ...]:
    """A line across the middle, both of its handles in easy reach; most of the points are on their own side."""
    low, high = sketch.run().task_family.domain
    quarter = (high - low) / 4
    left, right = (low + quarter, 0.0), (high - quarter, 0.0)
    if sketch.problem.classes == 2 and sketch.points:
        x, y = sketch.support()
        if (along(sketch.problem, (left, right), x[0]) != y[0]).mean() > 0.5:
            return right, left
    return left, right

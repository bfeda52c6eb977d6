"""Who answers a sketch, and who is scored on it."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.run import Run
from metacore.studies.task.question import Player, Sketch
from metacore.training.engine import State

IDEAL, FLAT, LINE = Player("ideal"), Player("flat"), Player("line")


@dataclass
class Mine:
    """The meta-learner that the visitor has trained in the Playground."""

    run: Run
    state: State


def players(sketch: Sketch, mine: Mine | None) -> tuple[Player, ...]:
    """Everyone who answers, the visitor's own meta-learner first where it serves this kind of task."""
    fits = mine and mine.run.problem == sketch.problem
    return (*([Player("mine", mine.run.algorithm)] if mine and fits else []), *sketch.players)


def rivals(sketch: Sketch, mine: Mine | None, scored: bool) -> tuple[Player, ...]:
    """Everyone who is scored: the players, the yardsticks, and the visitor's guess at a hidden task."""
    guess = (LINE,) if sketch.task and sketch.line else ()
    return (*guess, *players(sketch, mine), *((IDEAL, FLAT) if scored else ()))

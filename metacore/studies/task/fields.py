"""Everything that can be set in a sketch: which kinds of task can be drawn, their dials, names and marks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from metacore import registry
from metacore.dials import Dial
from metacore.episodes.sampling import NEW_TASKS
from metacore.registry import serving
from metacore.run import Run
from metacore.run_dials import common
from metacore.studies.task.field_types import Names, Points
from metacore.types import Problem

MOST_POINTS = 50
AS_USUAL = ("maml", "prototypical", "alpaca")  # the meta-learners that answer where none are named
STRAIGHT = ("linear", "linear_noise")  # the families whose boundary is a straight line anywhere


@cache
def sketchable() -> tuple[str, ...]:
    """The families that can be drawn: their truth is known everywhere, and a point has one place on a canvas."""
    able = (("classification", 2), ("regression", 1))
    return tuple(
        name
        for name, family in registry.families().items()
        if hasattr(family, "answer") and _shape(Run.of({"family": name}).problem) in able
    )


def _shape(problem: Problem) -> tuple[str, int]:
    return problem.kind, problem.features


@cache
def sketch_dials() -> tuple[Dial, ...]:
    """The dials that a sketch has beside those of its family."""
    # fmt: off
    return (
        Dial("steps", "Meta-steps", "How long each meta-learner practises before it answers. More is better and takes "
             "longer.", 500, "integer", 0, 5000, stops=(0, 100, 300, 500, 1000, 2000, 5000)),
        Dial("mode", "What you do", "Draw a task of your own, or guess the line of a hidden one.", "draw", "choice",
             choices=("draw", "game")),
        Dial("task", "Hidden task", "Which new task is the truth. 0 means none.", 0, "integer", 0, NEW_TASKS),
        Dial("known", "Points you are given", "How many points of a hidden task are put on the canvas.", 5, "integer",
             1, MOST_POINTS, stops=(1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50)),
    )
    # fmt: on


@cache
def fields_of(family: str, problem: Problem) -> tuple[Any, ...]:
    """Everything that can be set on tasks of ``family``: its dials, those of a sketch, the names, and the marks."""
    part = registry.families()[family]
    span = part.domain if problem.features == 2 else part.span
    able = tuple(serving(problem))
    combiners = tuple(name for name, way in registry.combiners().items() if way.members == "tasks")
    usual = tuple(name for name in AS_USUAL if name in able)[:2]
    # fmt: off
    straight = problem.classes in (0, 2)  # a line can be the truth
    modes = ("draw", "game") if family in STRAIGHT else ("draw",)
    return (
        family_dial(), *task_dials(family),
        *(replace(dial, choices=modes) if dial.name == "mode" else dial for dial in sketch_dials()),
        Names("algorithms", "Meta-trained", "Meta-learners. They practise on many tasks of this kind first.", able, 4,
              usual),
        Names("learners", "From scratch", "Base learners. They know nothing but your points.",
              tuple(registry.learners()), 3, ("gradient_descent", "random_forest")),
        Names("ensembles", "Ensembles", "Many models of other tasks answer together. Your points say whom to trust.",
              combiners, 3, ("weighted",)),
        Points("points", part.domain, span, problem.classes, range(MOST_POINTS + 1)),
        Points("line", part.domain, span, 0, (0, 2) if straight else (0,)),
    )
    # fmt: on


@cache
def family_dial() -> Dial:
    """The kinds of task that can be drawn."""
    return replace(common("family"), choices=sketchable())


@cache
def task_dials(family: str) -> tuple[Dial, ...]:
    """What can be set about the tasks of ``family``."""
    return (common("noise"), *registry.families()[family].dials, common("seed"))


def run_of(family: str, given: dict[str, Any]) -> Run:
    """The run that has the task's settings among those given; no more, so that all else is the method's own."""
    names = [dial.name for dial in task_dials(family)]
    chosen = {name: given[name] for name in (*names, "algorithm") if name in given}
    return _whole_run((("family", family), *chosen.items()))


@lru_cache(maxsize=256)
def _whole_run(settings: tuple[tuple[str, Any], ...]) -> Run:
    return Run.of(dict(settings))

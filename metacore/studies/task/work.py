"""What each player makes of a sketch. Runs on a worker; NumPy only comes out."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metacore.episodes import sampling
from metacore.evaluation import yardsticks
from metacore.evaluation.adaptation import at_stages
from metacore.evaluation.answering import answered
from metacore.evaluation.grid import Canvas, places
from metacore.evaluation.grid import truth as true_answers
from metacore.nn.losses import task_metrics
from metacore.run import Run
from metacore.studies.task.field_types import Point
from metacore.studies.task.fields import MOST_POINTS
from metacore.studies.task.question import Player, Sketch, along, points_of
from metacore.training.programs import all_dials, dial_tensors, program
from metacore.types import Array, Batch, Episode, Params, Problem

FACE_CELLS, CURVE_CELLS, TRUTH_CELLS = 50, 121, 150


class Answer(NamedTuple):
    """What one player says all over the canvas, stage by stage of its adaptation; players that do not adapt have one.

    ``fits`` [stages, cells (, cells), outputs], no stages where it cannot say anything; ``spread`` likewise or None.
    ``errors`` [stages] on the queries of the truth, or None where there is no truth.
    """

    fits: np.ndarray
    spread: np.ndarray | None = None
    errors: np.ndarray | None = None


class Truth(NamedTuple):
    """What a sketch is scored on: the query points of one task, and the truth all over the canvas."""

    query: Batch
    shown: np.ndarray  # [cells (, cells), outputs]


def deal(sketch: Sketch) -> tuple[Point, ...]:
    """The first points of the hidden task, inside the canvas."""
    support = _take(sketch, _new_tasks(sketch.run())).support
    found = points_of(sketch.problem, Batch(*(np.asarray(a)[0, : sketch.known] for a in support)))
    field = next(field for field in sketch.fields if field.name == "points")
    return field.fitted(found)


def truth(sketch: Sketch) -> Truth | None:
    """The truth: that of the hidden task, or the line that was drawn, asked about at every place of the canvas."""
    run, problem = sketch.run(), sketch.problem
    fine = _canvas(run, TRUTH_CELLS if problem.features == 2 else CURVE_CELLS)
    if sketch.task:
        _, new, latent = _take(sketch, _new_tasks(run))
        there = true_answers(run, latent, fine)
        assert there is not None, "only kinds with a truth can be drawn"
        return Truth(Batch(*map(np.asarray, new)), there[0])
    if not sketch.line:
        return None
    query = _canvas(run, _cells(problem)).points
    asked, shown = (along(problem, sketch.line, x) for x in (query, fine.points))
    return Truth(Batch(query[None], asked[None]), fine.laid(shown))


def answer(sketch: Sketch, player: Player, run: Run, params: Params) -> Answer:
    """What ``player`` says; ``run`` and ``params`` are those of its meta-learner where it has one."""
    problem, grid, asked = sketch.problem, _canvas(sketch.run(), _cells(sketch.problem)), truth(sketch)
    x = grid.points if asked is None else np.concatenate([grid.points, asked.query.x[0]])
    here = len(grid.points)
    fits, spread = _fits(sketch, player, run, params, x[None])
    errors = None
    if asked is not None:
        errors = np.array([task_metrics(problem, fit[None], asked.query.y)[0] for fit in fits[:, here:]])
    width = None if spread is None else grid.laid(spread[:, :here])
    return Answer(grid.laid(fits[:, :here]), width, errors)


def _fits(sketch: Sketch, player: Player, run: Run, params: Params, x: Array) -> tuple[np.ndarray, np.ndarray | None]:
    """The answers at ``x`` [1, n, features] and their spread: [stages, n, outputs] each."""
    support, problem = sketch.support(), sketch.problem
    if player.kind in ("meta", "mine"):
        return _adapting(run, params, support, x)
    if player.kind == "ideal":
        return yardsticks.ideal(sketch.run(), support, x), None
    if player.kind == "flat":
        return np.broadcast_to(_flat(sketch.run()), [1, x.shape[1], problem.outputs]), None
    if player.kind == "line":
        return along(problem, sketch.line, x[0])[None], None
    if not sketch.points:  # nothing to learn from
        return np.zeros([0, x.shape[1], problem.outputs], np.float32), None
    if player.kind == "ensemble":
        return answered(run, params, support, x, player.name), None
    run = sketch.run().replace(learner=player.name)
    return np.asarray(run.base_learner.fit(problem, support, dict(run.settings))(x)), None


def _flat(run: Run) -> np.ndarray:
    """The same answer for everything: the more frequent class, or zero; as the yardsticks have it."""
    usual = np.asarray(_new_tasks(run).query.y).mean(axis=(0, 1))
    return usual if run.problem.classes else np.zeros_like(usual)


def _adapting(run: Run, params: Params, support: Batch, x: Array) -> tuple[np.ndarray, np.ndarray | None]:
    """Every stage; without points only the first, which does not depend on the point that stands in for them."""
    nothing = not support.x.shape[1]
    known = Batch(*(np.zeros([1, 1, a.shape[2]], np.float32) for a in support)) if nothing else support
    found = at_stages(program(run))(params, known, x, dial_tensors(run))
    stages = slice(1 if nothing else None)
    spread = found["spread"].numpy()[stages, 0] if "spread" in found else None
    return found["fit"].numpy()[stages, 0], spread


def _cells(problem: Problem) -> int:
    return FACE_CELLS if problem.features == 2 else CURVE_CELLS


def _canvas(run: Run, cells: int) -> Canvas:
    features = run.problem.features
    return Canvas(places(run.task_family.domain, cells, features), (cells,) * features, None)


@lru_cache(maxsize=8)
def _new_tasks(run: Run) -> Episode:
    return sampling.new_tasks(run.task_family, MOST_POINTS, all_dials(run))


def _take(sketch: Sketch, tasks: Episode) -> Episode:
    return sampling.take(tasks, [sketch.task - 1])

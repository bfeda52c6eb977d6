"""What the sketchpad shows: the canvas, everyone's answers packed for the browser, and the words that go with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from metacore import registry
from metacore.figures.style import CLASSES, WHITE, Figure, packed, shown
from metacore.nn.losses import metric
from metacore.studies.task.fields import MOST_POINTS
from metacore.studies.task.question import Player, Sketch, points_of
from metacore.studies.task.work import CURVE_CELLS, FACE_CELLS, TRUTH_CELLS, Answer
from pages.parts.task import texts
from pages.parts.task.players import FLAT, LINE
from pages.parts.task.session import SketchSession

Z95 = 1.96  # deviations to each side that hold 95 % of a normal


def scene(session: SketchSession) -> dict[str, Any]:
    """Everything that the sketchpad needs to draw itself."""
    sketch = session.question
    family, problem = sketch.run().task_family, sketch.problem
    hidden = session.gaming and not session.hidden.revealed
    drawn = [player for player in session.rivals if player not in (LINE, FLAT)]
    flat = problem.classes == 0
    return {
        "classes": problem.classes,
        "domain": family.domain,
        "span": family.span if flat else family.domain,
        "ratio": 0.72 if flat else 1,
        "cells": CURVE_CELLS if flat else FACE_CELLS,
        "fine": TRUTH_CELLS,
        "most": MOST_POINTS,
        "points": sketch.points,
        "line": sketch.line,
        "echo": session.echo,
        "locked": session.gaming,
        "fixed": session.gaming and session.hidden.revealed,
        "guess": bool(sketch.task),
        "hidden": hidden,
        "waiting": session.gaming and not sketch.points,
        "marks": [(*mark, name) for mark, name in zip(CLASSES, texts.CLASS_NAMES, strict=False)],
        "players": [] if hidden else [_player(session, player) for player in drawn],
        "truth": _truth(session),
        "queries": _queries(session),
        "hint": _hint(session),
        "ground": WHITE,
        "words": texts.WORDS | {"full": texts.WORDS["full"].format(most=MOST_POINTS)},
        "answered": not session.busy,
    }


def label(player: Player) -> str:
    """What the player is called."""
    if not player.name:
        return texts.LABELS[player.kind]
    folders: dict[str, Any] = {"fresh": registry.learners, "ensemble": registry.combiners}
    name = folders.get(player.kind, registry.algorithms)()[player.name].card.label
    return texts.LABELS["mine"].format(name=name) if player.kind == "mine" else name


def _player(session: SketchSession, player: Player) -> dict[str, Any]:
    answer, kind = session.shown(player), metric(session.question.problem)
    errors = session.errors(player) if session.scored else None
    state = session.state(player)
    about = texts.ABOUT[player.kind].format(
        step=state.step if state else 0,
        basis=registry.algorithms()[session.question.basis].card.label,
    )
    words = errors is not None and [texts.ERRORS[kind].format(value=shown(float(each), kind)) for each in errors]
    return {
        "id": f"{player.kind}-{player.name}",
        "label": label(player),
        "note": _note(session, player, answer),
        "about": about,
        "errors": words or None,
        "fits": answer and len(answer.fits) and _values(session.question, answer.fits),
        "bands": _bands(answer),
    }


def _note(session: SketchSession, player: Player, answer: Answer | None) -> str:
    state, steps = session.state(player), session.question.steps
    if session.failed(player):
        return texts.NOTE["failed"]
    if answer is None:
        return texts.NOTE["waiting"]
    if not len(answer.fits):
        return texts.NOTE["nothing"]
    if state and state.diverged:
        return texts.NOTE["diverged"]
    if state and player.kind != "mine" and state.step < steps:
        return texts.NOTE["practising"].format(step=state.step, steps=steps)
    return texts.KINDS[player.kind]


def _bands(answer: Answer | None) -> Figure | None:
    if answer is None or answer.spread is None or not len(answer.spread):
        return None
    return packed(Z95 * answer.spread)


def _values(sketch: Sketch, answers: np.ndarray) -> Figure:
    """Values as they are; chances as whole numbers up to 255, the classes of more than two one after another."""
    if not sketch.problem.classes:
        return packed(answers)
    return packed(np.moveaxis(np.round(255 * answers).astype(np.uint8), -1, 1))


def _truth(session: SketchSession) -> Figure | None:
    if not (session.scored and session.question.task and session.hidden.truth):
        return None
    found = session.hidden.truth.shown
    if not session.question.problem.classes:
        return packed(found)
    many = found.shape[-1] > 1
    return packed((found.argmax(axis=-1) if many else np.round(found[..., 0] * 255)).astype(np.uint8))


def _queries(session: SketchSession) -> Any:
    if not (session.scored and session.question.task and session.hidden.truth):
        return None
    query = session.hidden.truth.query
    return points_of(session.question.problem, query._replace(x=query.x[0], y=query.y[0]))


def _hint(session: SketchSession) -> str:
    if session.gaming:
        return texts.HINTS["revealed" if session.hidden.revealed else "game"]
    classes = session.question.problem.classes
    keys = texts.KEYS["classes" if classes else "values"].format(classes=classes)
    return texts.HINTS["draw"].format(keys=keys)

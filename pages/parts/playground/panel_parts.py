"""The pictures of the live panel, each a fragment of its own that is drawn from the newest update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import streamlit as st

from metacore.evaluation.measuring import NEW_TASKS, Picture, Pictures, Scores, View
from metacore.evaluation.rivals.comparison import best
from metacore.figures import charts, pictures
from metacore.figures.style import Figure
from metacore.figures.units import Unit, frame
from metacore.interval import Interval
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.studies.playground.readings import needing_none
from metacore.studies.playground.work import Update
from pages.parts.frame.chart import animated, chart
from pages.parts.frame.shown import draw_now
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer

SHORT = 9  # signs of a task's name
MOST = 4  # yardsticks beside a result


def newest(trainer: Trainer) -> Update:
    """What the parts show; they are drawn only once there is something."""
    assert trainer.update
    return trainer.update


def scores(update: Update) -> Scores:
    """What it is worth, which every update but the one that all begins with says."""
    assert update.scores
    return update.scores


def unit(update: Update) -> Unit:
    """What errors are told in."""
    return Unit.of(update.run)


def beside(trainer: Trainer, measure: Literal["metric", "loss"]) -> dict[str, Interval]:
    """The yardsticks that stand beside a result; of the many that a table has, the best and one answer for all."""
    if not trainer.measured:
        return {}
    known: dict[str, Interval] = getattr(trainer.measured, measure)
    if len(known) <= MOST:
        return known
    kept = best(needing_none(trainer.measured.each)), "mean", "majority"
    return {name: known[name] for name in kept if name in known}


def on_the_way(trainer: Trainer) -> list[Pictures]:
    """What there is of adapting before it has come to what is looked at: at the slow pace all of it is shown."""
    *before, _ = trainer.pace.views(trainer.view, trainer.pictures.stages)
    return [newest(trainer).pictures[view] for view in before if view in newest(trainer).pictures]


def recorded(update: Update) -> bool:
    """Whether the tasks were recorded, so that no truth is known."""
    return isinstance(update.run.task_family, RecordedFamily)


@st.fragment(key="focus")
def focus(trainer: Trainer) -> None:
    """One task, large."""
    update, view = newest(trainer), trainer.view
    seen, told = trainer.pictures, unit(update)
    before, after = seen.focus_errors
    alt = texts.ALT["focus"].format(
        name=task_name(update.run, view),
        stage=seen.stage,
        kind=texts.ALT[_drawn(seen.focus)],
        before=told.shown(before),
        after=told.shown(after),
    )

    def drawn(it: Pictures) -> Figure:
        return pictures.focus(it.focus, frame(update.run), it.stage > 0 or it.stages == 1)

    way = on_the_way(trainer)
    same = update, ("focus", trainer.view, len(way))
    chart(lambda: animated([drawn(it) for it in (*way, seen)]), "focus", alt, height=400, same=same)


def _drawn(it: Picture) -> str:
    """What a picture is, as its alternative text calls it."""
    if it.image:
        return "images"
    return "boundary" if it.fit.ndim == 4 else "line" if it.truth is None else "wave"


@st.fragment(key="curve")
def curve(trainer: Trainer) -> None:
    """The meta-loss over meta-steps."""
    update = newest(trainer)
    state = update.state
    lines = {name: (YARDSTICKS[name], value.mean) for name, value in beside(trainer, "loss").items()}
    own = trainer.ghosts, trainer.changes  # nobody else has

    def figure() -> Figure:
        return charts.meta_loss(state.training, state.checked, state.validation, lines, *own, trainer.log)

    first, last = (state.training.points[[0, -1]]) if len(state.training.points) else (np.nan, np.nan)
    alt = texts.ALT["curve"].format(steps=state.step, first=first, last=last, held=state.validation[-1])
    same = None if any(own) else (update, ("curve", trainer.log, *lines.items()))
    chart(figure, "curve", alt, height=400, same=same)


@st.fragment(key="training")
def training(trainer: Trainer) -> None:
    """The training tasks, a tile each."""
    _mosaic(trainer, newest(trainer), new=False)


@st.fragment(key="new")
def new(trainer: Trainer) -> None:
    """The new tasks, a tile each."""
    _mosaic(trainer, newest(trainer), new=True)


def _mosaic(trainer: Trainer, update: Update, new: bool) -> None:
    seen, told, view = trainer.pictures, unit(update), trainer.view
    errors = (seen.new_errors if new else seen.training_errors)[1]
    name = texts.HEADINGS["new" if new else "training"]
    alt = texts.ALT["mosaic"].format(
        count=len(errors), name=name.lower(), stage=seen.stage, after=told.shown(float(errors.mean()))
    )

    def enlarge(tile: int) -> None:
        look(trainer, View(new, tile, view.stage))

    chosen = view.task if view.new == new else None

    def drawn(it: Pictures) -> Figure:
        picture, errors = (it.new, it.new_errors[1]) if new else (it.training, it.training_errors[1])
        names = new_names(update.run) if new else ()
        labels = [f"{_short(index, names)}: {told.shown(error)}" for index, error in enumerate(errors)]
        return pictures.mosaic(picture, labels, chosen, frame(update.run))

    key, way = f"tiles_{'new' if new else 'training'}", on_the_way(trainer)
    same = update, (key, chosen, seen.stage, len(way))
    chart(lambda: animated([drawn(it) for it in (*way, seen)]), key, alt, on_tile=enlarge, same=same)


def new_names(run: Run) -> tuple[str, ...]:
    """What a table calls the new tasks; none where they have no names."""
    family = run.task_family
    return family.new_names(NEW_TASKS) if hasattr(family, "new_names") else ()


def task_name(run: Run, view: View) -> str:
    """A task by its number; a new one of a table by its own name too."""
    name, own = texts.TASK_NAME[view.new].format(number=view.task + 1), new_names(run) if view.new else ()
    return texts.OWN_NAME.format(name=name, own=own[view.task]) if view.task < len(own) else name


def _short(index: int, names: Sequence[str]) -> str:
    """What stands above a small picture: there is room for a few signs."""
    name = names[index] if index < len(names) else str(index + 1)
    return name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"


def look(trainer: Trainer, view: View) -> None:
    """Asks for another picture; the whole page runs again, since the clock may stand still."""
    trainer.look(view)
    draw_now()


@st.fragment(key="errors")
def errors(trainer: Trainer) -> None:
    """Every task's error, before and after adapting."""
    update = newest(trainer)
    seen, told = scores(update), unit(update)

    def figure() -> Figure:
        training = told.each(seen.training_before), told.each(seen.training_after)
        new = told.each(seen.new_before), told.each(seen.new_after)
        name = texts.UNIT_SHORT[told.name].format(told.target)
        return charts.before_after(training, new, name, new_names(update.run))

    means = {"training": seen.training_after.mean(), "new": seen.after.mean}
    alt = texts.ALT["errors"].format(**{name: told.shown(float(value)) for name, value in means.items()})
    chart(figure, "errors", alt, height=320, same=(update, "errors"))

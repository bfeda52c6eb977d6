"""The pictures of the live panel, each a fragment of its own that is drawn from the newest update."""

from __future__ import annotations

import numpy as np
import streamlit as st

from metacore.evaluation.measuring import Pictures, Scores, View
from metacore.figures import charts, pictures
from metacore.figures.style import Figure
from metacore.figures.units import Unit
from metacore.protocols import RecordedFamily
from metacore.studies.playground.work import Update
from pages.parts.frame.chart import animated, chart
from pages.parts.frame.shown import draw_now
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer


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


def frame(update: Update) -> pictures.Frame:
    """The part of the world that pictures of its tasks show."""
    family = update.run.task_family
    return pictures.Frame(family.domain, family.span)


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
    before, after = seen.new_errors if view.new else seen.training_errors
    task = min(view.task, len(after) - 1)
    alt = texts.ALT["focus"].format(
        name=texts.TASK_NAME[view.new].format(number=task + 1),
        stage=seen.stage,
        kind=texts.ALT["images" if seen.focus.image else "boundary" if told.kind == "error" else "wave"],
        before=told.shown(before[task]),
        after=told.shown(after[task]),
    )

    def drawn(it: Pictures) -> Figure:
        return pictures.focus(it.focus, frame(update), it.stage > 0 or it.stages == 1)

    way = on_the_way(trainer)
    same = update, ("focus", trainer.view, len(way))
    chart(lambda: animated([drawn(it) for it in (*way, seen)]), "focus", alt, height=400, same=same)


@st.fragment(key="curve")
def curve(trainer: Trainer) -> None:
    """The meta-loss over meta-steps."""
    update = newest(trainer)
    state = update.state
    known = trainer.measured.loss if trainer.measured else {}
    lines = {name: (YARDSTICKS[name], value.mean) for name, value in known.items()}
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
        labels = [f"{index}: {told.shown(error)}" for index, error in enumerate(errors, 1)]
        return pictures.mosaic(picture, labels, chosen, frame(update))

    key, way = f"tiles_{'new' if new else 'training'}", on_the_way(trainer)
    same = update, (key, chosen, seen.stage, len(way))
    chart(lambda: animated([drawn(it) for it in (*way, seen)]), key, alt, on_tile=enlarge, same=same)


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
        return charts.before_after(training, new, texts.UNIT_SHORT[told.name].format(told.target))

    means = {"training": seen.training_after.mean(), "new": seen.after.mean}
    alt = texts.ALT["errors"].format(**{name: told.shown(float(value)) for name, value in means.items()})
    chart(figure, "errors", alt, height=320, same=(update, "errors"))

"""What moves in the live panel, each part a fragment of its own that is drawn from the newest update."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import streamlit as st

from metacore.evaluation.measuring import Scores, View
from metacore.figures import charts, pictures
from metacore.figures.style import Figure, headline, shown
from metacore.nn.losses import metric
from metacore.protocols import RecordedFamily
from metacore.run_dials import NO_ENSEMBLE
from metacore.studies.playground import readings as reading
from metacore.studies.playground.work import Update
from pages.parts.frame.chart import chart
from pages.parts.frame.shown import draw_now
from pages.parts.frame.texts import YARDSTICK_HELP, YARDSTICKS
from pages.parts.playground import texts
from pages.parts.playground.controls import status
from pages.parts.playground.session import Trainer

PARTS = ("figures", "focus", "curve", "training", "new", "errors", "readings")


def newest(trainer: Trainer) -> Update:
    """What the parts show; they are drawn only once there is something."""
    assert trainer.update
    return trainer.update


def scores(update: Update) -> Scores:
    """What it is worth, which every update but the one that all begins with says."""
    assert update.scores
    return update.scores


def unit(update: Update) -> str:
    """What errors are measured in."""
    return metric(update.run.problem)


def frame(update: Update) -> pictures.Frame:
    """The part of the world that pictures of its tasks show."""
    family = update.run.task_family
    return pictures.Frame(family.domain, family.span)


def recorded(update: Update) -> bool:
    """Whether the tasks were recorded, so that no truth is known."""
    return isinstance(update.run.task_family, RecordedFamily)


@st.fragment(key="figures")
def figures(trainer: Trainer) -> None:
    """How far it has come, the headline, and the yardsticks beside it."""
    status(trainer)
    if trainer.update:
        _headline(trainer, trainer.update)


def _headline(trainer: Trainer, update: Update) -> None:
    seen, kind = scores(update), unit(update)
    after = texts.AFTER_WORD["none" if update.run.ensemble == NO_ENSEMBLE else "other"]
    known = trainer.measured.metric if trainer.measured else {}
    value = f"{shown(seen.before.mean, kind)} → {headline(seen.after, kind)}"
    note = texts.HEADLINE_NOTE.format(after=after, tasks=seen.after.tasks)
    if kind == "mse" and recorded(update):
        note += texts.UNIT_NOTE
    cells = [_cell(texts.UNIT[kind], value, note)]
    told: set[str] = set()
    for name, interval in known.items():
        value = headline(interval, kind)
        if value not in told:  # on symmetric tasks two yardsticks are one
            cells.append(_cell(YARDSTICKS[name], value, YARDSTICK_HELP[name]))
            told.add(value)
    st.html(f'<div class="figures">{"".join(cells)}</div>')


def _cell(label: str, value: str, note: str) -> str:
    return f"<div><small>{escape(label)}</small><b>{escape(value)}</b><small>{escape(note)}</small></div>"


@st.fragment(key="focus")
def focus(trainer: Trainer) -> None:
    """One task, large."""
    update, view = newest(trainer), trainer.view
    seen, kind = trainer.pictures, unit(update)
    before, after = seen.new_errors if view.new else seen.training_errors
    task = min(view.task, len(after) - 1)
    alt = texts.ALT["focus"].format(
        name=texts.TASK_NAME[view.new].format(number=task + 1),
        stage=seen.stage,
        kind=texts.ALT["images" if seen.focus.image else "boundary" if kind == "error" else "wave"],
        before=shown(before[task], kind),
        after=shown(after[task], kind),
    )

    def figure() -> Figure:
        return pictures.focus(seen.focus, frame(update), seen.stage > 0 or seen.stages == 1)

    chart(figure, "focus", alt, height=400, same=(update, ("focus", trainer.view)))


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
    seen, kind, view = trainer.pictures, unit(update), trainer.view
    picture, errors = (seen.new, seen.new_errors[1]) if new else (seen.training, seen.training_errors[1])
    count = len(picture.fit)
    labels = [f"{index}: {shown(error, kind)}" for index, error in enumerate(errors, 1)]
    name = texts.HEADINGS["new" if new else "training"]
    alt = texts.ALT["mosaic"].format(
        count=count, name=name.lower(), stage=seen.stage, after=shown(float(errors.mean()), kind)
    )

    def enlarge(tile: int) -> None:
        look(trainer, View(new, tile, view.stage))

    chosen = view.task if view.new == new else None

    def figure() -> Figure:
        return pictures.mosaic(picture, labels, chosen, frame(update))

    key = f"tiles_{'new' if new else 'training'}"
    chart(figure, key, alt, on_tile=enlarge, same=(update, (key, chosen, seen.stage)))


def look(trainer: Trainer, view: View) -> None:
    """Asks for another picture; the whole page runs again, since the clock may stand still."""
    trainer.look(view)
    draw_now()


@st.fragment(key="errors")
def errors(trainer: Trainer) -> None:
    """Every task's error, before and after adapting."""
    update = newest(trainer)
    seen, kind = scores(update), unit(update)

    def figure() -> Figure:
        training, new = (seen.training_before, seen.training_after), (seen.new_before, seen.new_after)
        return charts.before_after(training, new, texts.UNIT_SHORT[kind])

    means = {"training": seen.training_after.mean(), "new": seen.after.mean}
    alt = texts.ALT["errors"].format(**{name: shown(float(value), kind) for name, value in means.items()})
    chart(figure, "errors", alt, height=320, same=(update, "errors"))


@st.fragment(key="readings")
def readings(trainer: Trainer) -> None:
    """What is happening, in words."""
    update = newest(trainer)
    kind = unit(update)
    known, errors = (trainer.measured.metric, trainer.measured.each) if trainer.measured else ({}, {})
    told: list[str] = []
    for it in reading.readings(update.run, update.state, scores(update), known, errors):
        values: dict[str, Any] = {
            name: value if name in ("step", "tasks") else shown(value, kind) for name, value in it.values.items()
        }
        text = texts.READINGS[it.key].format(**values, rival=YARDSTICKS.get(it.rival, ""))
        if it.warns:
            st.warning(text)
        else:
            told.append(f"- {text}")
    st.markdown("\n".join(told))

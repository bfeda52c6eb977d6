"""The live panel: pictures, curves, headline and readings, drawn from the newest turn."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import streamlit as st

from metacore import figures, pictures
from metacore.drawing import headline, shown
from metacore.evaluation import TILES, View
from metacore.losses import metric
from metacore.readings import readings
from metacore.run import NO_ENSEMBLE
from metacore.turn import Turn
from metacore.types import RecordedFamily
from pages.parts import texts
from pages.parts.chart import chart
from pages.parts.controls import status
from pages.parts.trainer import Trainer

# Each is a fragment of its own: only what moves is drawn again, and what stands around it is sent once.
PARTS = ("figures", "focus", "curve", "training", "new", "errors", "readings")


def draw(trainer: Trainer) -> None:
    """Lays the panel out around its parts. All numbers come from ``trainer.turn``."""
    _figures(trainer)
    turn = trainer.turn
    if turn is None:
        st.info(texts.WAITING, icon=":material/hourglass_top:")
        return
    if trainer.stale:
        st.info(texts.STALE, icon=":material/hourglass_top:")
    left, right = st.columns([5, 7], gap="medium")
    with left:
        st.markdown(f"##### {texts.HEADINGS['focus']}")
        _scrubber(trainer, turn)
        _focus(trainer)
        if _recorded(turn):
            st.caption(texts.DRAWN[_drawn(turn)])
    with right:
        st.markdown(f"##### {texts.HEADINGS['curve']}")
        st.toggle(texts.LOG, key="log")
        _curve(trainer)
        if trainer.changes:
            st.caption(texts.CHANGED)
    for column, part in zip(st.columns(2, gap="medium", border=True), (_training, _new), strict=True):
        with column:
            st.markdown(f"##### {texts.HEADINGS[part.__name__.strip('_')]}")
            st.caption(texts.TILE_HINT)
            part(trainer)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.markdown(f"##### {texts.HEADINGS['errors']}")
        _errors(trainer)
    with right:
        st.markdown(f"##### {texts.HEADINGS['readings']}")
        _readings(trainer)


def unit(turn: Turn) -> str:
    return metric(turn.run.problem)


def frame(turn: Turn) -> pictures.Frame:
    family = turn.run.task_family
    return pictures.Frame(family.domain, family.span)


def newest(trainer: Trainer) -> Turn:
    """What the parts show; they are drawn only once there is something."""
    assert trainer.turn
    return trainer.turn


@st.fragment(key="figures")
def _figures(trainer: Trainer) -> None:
    status(trainer)
    if trainer.turn:
        _headline(trainer, trainer.turn)


def _headline(trainer: Trainer, turn: Turn) -> None:
    seen, kind = turn.snapshot, unit(turn)
    after = texts.AFTER_WORD["none" if turn.run.ensemble == NO_ENSEMBLE else "other"]
    known = trainer.measured.metric if trainer.measured else {}
    value = f"{shown(seen.before.mean, kind)} → {headline(seen.after, kind)}"
    note = texts.HEADLINE_NOTE.format(after=after, tasks=seen.after.tasks)
    if kind == "mse" and _recorded(turn):
        note += texts.UNIT_NOTE
    cells = [_cell(texts.UNIT[kind], value, note)]
    told: set[str] = set()
    for name, interval in known.items():
        value = headline(interval, kind)
        if value not in told:  # on symmetric tasks two yardsticks are one
            cells.append(_cell(texts.YARDSTICKS[name], value, texts.YARDSTICK_HELP[name]))
            told.add(value)
    st.html(f'<div class="figures">{"".join(cells)}</div>')


def _recorded(turn: Turn) -> bool:
    """Whether the tasks were recorded, so that no truth is known."""
    return isinstance(turn.run.task_family, RecordedFamily)


def _cell(label: str, value: str, note: str) -> str:
    return f"<div><small>{escape(label)}</small><b>{escape(value)}</b><small>{escape(note)}</small></div>"


def _drawn(turn: Turn) -> str:
    """What the enlarged task is drawn on."""
    seen = turn.snapshot.focus
    return "images" if seen.image else "plane" if seen.fit.ndim == 4 else "line"


@st.fragment(key="focus")
def _focus(trainer: Trainer) -> None:
    turn, view = newest(trainer), trainer.view
    seen, kind = turn.snapshot, unit(turn)
    before, after = (seen.new_before, seen.new_after) if view.new else (seen.training_before, seen.training_after)
    task = min(view.task, len(after) - 1)
    alt = texts.ALT["focus"].format(
        name=texts.TASK_NAME[view.new].format(number=task + 1),
        stage=seen.stage,
        kind=texts.ALT["images" if seen.focus.image else "boundary" if kind == "error" else "wave"],
        before=shown(before[task], kind),
        after=shown(after[task], kind),
    )
    figure = pictures.focus(seen.focus, frame(turn), seen.stage > 0 or seen.stages == 1)
    chart(figure, "focus", alt, height=400)


def _scrubber(trainer: Trainer, turn: Turn) -> None:
    last = turn.snapshot.stages - 1
    view = trainer.view
    practised = min(len(turn.snapshot.training_after), TILES)
    fresh = min(len(turn.snapshot.new_after), TILES)
    names = [View(True, task) for task in range(fresh)] + [View(False, task) for task in range(practised)]
    left, right = st.columns(2)

    def look() -> None:
        chosen = st.session_state["enlarged"]
        stage = st.session_state.get("stage", last)
        _look(trainer, View(chosen.new, chosen.task, None if stage == last else stage))

    with left:
        chosen = View(view.new, view.task)
        st.session_state["enlarged"] = chosen if chosen in names else names[0]
        st.selectbox(
            texts.ENLARGED,
            names,
            format_func=lambda item: _task_name(turn, item),
            key="enlarged",
            on_change=look,
        )
    with right:
        if last > 0:
            st.session_state["stage"] = last if view.stage is None else min(view.stage, last)
            label = texts.SCRUBBER_ONCE if "inner_steps" in turn.run.method.card.ignores else texts.SCRUBBER
            st.slider(label, 0, last, key="stage", on_change=look, help=texts.SCRUBBER_HELP)


def _task_name(turn: Turn, view: View) -> str:
    """A task by its number; a new one of a table by its own name too."""
    name = texts.TASK_NAME[view.new].format(number=view.task + 1)
    own = turn.run.task_family.new_names(TILES) if view.new and hasattr(turn.run.task_family, "new_names") else ()
    return texts.OWN_NAME.format(name=name, own=own[view.task]) if own else name


def _look(trainer: Trainer, view: View) -> None:
    """Asks for another picture; the whole page runs again, since the clock may stand still."""
    trainer.look(view)
    st.rerun()


@st.fragment(key="curve")
def _curve(trainer: Trainer) -> None:
    state = newest(trainer).state
    known = trainer.measured.loss if trainer.measured else {}
    lines = {name: (texts.YARDSTICKS[name], value.mean) for name, value in known.items()}
    figure = figures.meta_loss(
        state.training, state.checked, state.validation, lines, trainer.ghosts, trainer.changes, st.session_state["log"]
    )
    first, last = (state.training.points[[0, -1]]) if len(state.training.points) else (np.nan, np.nan)
    alt = texts.ALT["curve"].format(steps=state.step, first=first, last=last, held=state.validation[-1])
    chart(figure, "curve", alt, height=400)


@st.fragment(key="training")
def _training(trainer: Trainer) -> None:
    _mosaic(trainer, newest(trainer), new=False)


@st.fragment(key="new")
def _new(trainer: Trainer) -> None:
    _mosaic(trainer, newest(trainer), new=True)


def _mosaic(trainer: Trainer, turn: Turn, new: bool) -> None:
    seen, kind, view = turn.snapshot, unit(turn), trainer.view
    picture, errors = (seen.new, seen.new_after) if new else (seen.training, seen.training_after)
    count = len(picture.fit)
    labels = [f"{index}: {shown(error, kind)}" for index, error in enumerate(errors[:count], 1)]
    name = texts.HEADINGS["new" if new else "training"]
    alt = texts.ALT["mosaic"].format(
        count=count, name=name.lower(), stage=seen.stage, after=shown(float(errors.mean()), kind)
    )

    def enlarge(tile: int) -> None:
        _look(trainer, View(new, tile, view.stage))

    chosen = view.task if view.new == new else None
    figure = pictures.mosaic(picture, labels, chosen, frame(turn))
    chart(figure, f"tiles_{'new' if new else 'training'}", alt, on_tile=enlarge)


@st.fragment(key="errors")
def _errors(trainer: Trainer) -> None:
    turn = newest(trainer)
    seen, kind = turn.snapshot, unit(turn)
    figure = figures.before_after(
        (seen.training_before, seen.training_after), (seen.new_before, seen.new_after), texts.UNIT_SHORT[kind]
    )
    means = {"training": seen.training_after.mean(), "new": seen.after.mean}
    alt = texts.ALT["errors"].format(**{name: shown(float(value), kind) for name, value in means.items()})
    chart(figure, "errors", alt, height=320)


@st.fragment(key="readings")
def _readings(trainer: Trainer) -> None:
    turn = newest(trainer)
    kind = unit(turn)
    known, errors = (trainer.measured.metric, trainer.measured.each) if trainer.measured else ({}, {})
    told: list[str] = []
    for reading in readings(turn.run, turn.state, turn.snapshot, known, errors):
        values: dict[str, Any] = {
            name: value if name in ("step", "tasks") else shown(value, kind) for name, value in reading.values.items()
        }
        text = texts.READINGS[reading.key].format(**values, rival=texts.YARDSTICKS.get(reading.rival, ""))
        if reading.warns:
            st.warning(text)
        else:
            told.append(f"- {text}")
    st.markdown("\n".join(told))

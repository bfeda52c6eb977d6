"""What the live panel says: how far training has come, what it is worth, and what is happening."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from metacore.figures.style import headline
from metacore.run_dials import NO_ENSEMBLE
from metacore.studies.playground import readings as reading
from metacore.studies.playground.work import Update
from pages.parts.frame.texts import YARDSTICK_HELP, YARDSTICKS
from pages.parts.playground import texts
from pages.parts.playground.controls import status
from pages.parts.playground.panel_parts import beside, newest, scores, unit
from pages.parts.playground.session import Trainer
from pages.parts.playground.strip import strip

COUNTS = ("step", "tasks", "of", "needed")  # what readings tell as it is


@st.fragment(key="figures")
def figures(trainer: Trainer) -> None:
    """How far it has come, the headline, and the yardsticks beside it."""
    strip(trainer)
    status(trainer)
    if trainer.update:
        with st.container(key="headline"):
            _headline(trainer, trainer.update)


def _headline(trainer: Trainer, update: Update) -> None:
    seen, told = scores(update), unit(update)
    after = texts.AFTER_WORD["none" if update.run.ensemble == NO_ENSEMBLE else "other"]
    known = beside(trainer, "metric")
    value = f"{told.shown(seen.before.mean)} → {told.headline(seen.after)}"
    words = texts.HEADLINE_NOTE_ONE if seen.after.tasks == 1 else texts.HEADLINE_NOTE
    note = words.format(after=after, tasks=seen.after.tasks)
    if told.size:
        note += texts.UNIT_NOTE.format(headline(seen.after, told.kind))
    cells = [_cell(texts.UNIT[told.name].format(told.target), value, note)]
    values: set[str] = set()
    for name, interval in known.items():
        value = told.headline(interval)
        if value not in values:  # on symmetric tasks two yardsticks are one
            cells.append(_cell(YARDSTICKS[name], value, YARDSTICK_HELP[name]))
            values.add(value)
    st.html(f'<div class="figures" tabindex="0">{"".join(cells)}</div>')


def _cell(label: str, value: str, note: str) -> str:
    return f"<div><small>{escape(label)}</small><b>{escape(value)}</b><small>{escape(note)}</small></div>"


@st.fragment(key="readings")
def readings(trainer: Trainer) -> None:
    """What is happening, in words."""
    update = newest(trainer)
    told_in = unit(update)
    known, errors = (trainer.measured.metric, trainer.measured.each) if trainer.measured else ({}, {})
    told: list[str] = []
    for it in reading.readings(update.run, update.state, scores(update), known, errors):
        values: dict[str, Any] = {
            name: value if name in COUNTS else told_in.shown(value) for name, value in it.values.items()
        }
        words = {"rival": YARDSTICKS.get(it.rival, ""), "instead": texts.INSTEAD.get(it.rival, "")}
        text = texts.READINGS[it.key].format(**values, **words)
        if it.warns:
            st.warning(text)
        else:
            told.append(f"- {text}")
    st.markdown("\n".join(told))

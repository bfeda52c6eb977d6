"""The live panel: what stands still, around the parts that move. Only those are sent again where there is news."""

from __future__ import annotations

import streamlit as st

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import Update
from pages.parts.frame.shown import owned
from pages.parts.playground import panel_parts, panel_words, texts
from pages.parts.playground.layout import lay_out
from pages.parts.playground.panel_parts import recorded
from pages.parts.playground.session import Trainer

PARTS = ("figures", "focus", "curve", "training", "new", "errors", "readings")  # that are drawn where there is news
TICK = 0.1  # seconds between beats: a tick waits for news itself


def draw(trainer: Trainer) -> None:
    """Draws the panel. All numbers come from ``trainer.update``."""
    lay_out()
    panel_words.figures(trainer)
    update = trainer.update
    if update is None:
        st.info(texts.WAITING, icon=":material/hourglass_top:")
        return
    if trainer.stale:
        st.info(texts.STALE, icon=":material/hourglass_top:")

    def rescaled() -> None:
        trainer.log = st.session_state["log"]

    left, right = st.columns([5, 7], gap="medium")
    with left:
        st.markdown(f"## {texts.HEADINGS['focus']}")
        panel_parts.focus(trainer)
        _scrubber(trainer, update)
        if recorded(update):
            st.caption(texts.DRAWN[_drawn(trainer)])
    with right:
        st.markdown(f"## {texts.HEADINGS['curve']}")
        panel_parts.curve(trainer)
        st.toggle(texts.LOG, trainer.log, key="log", on_change=owned("log", trainer.log, rescaled))
        if trainer.changes:
            st.caption(texts.CHANGED)
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        st.markdown(f"## {texts.HEADINGS['training']}")
        st.caption(texts.TILE_HINT)
        panel_parts.training(trainer)
    with right:
        st.markdown(f"## {texts.HEADINGS['new']}")
        st.caption(texts.TILE_HINT)
        panel_parts.new(trainer)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.markdown(f"## {texts.HEADINGS['errors']}")
        panel_parts.errors(trainer)
    with right:
        st.markdown(f"## {texts.HEADINGS['readings']}")
        panel_words.readings(trainer)


def _drawn(trainer: Trainer) -> str:
    """What the enlarged task is drawn on."""
    seen = trainer.pictures.focus
    return "images" if seen.image else "plane" if seen.fit.ndim == 4 else "line"


def _scrubber(trainer: Trainer, update: Update) -> None:
    last = trainer.pictures.stages - 1
    view = trainer.view
    practised = len(trainer.pictures.training.fit)
    fresh = len(panel_parts.new_names(update.run)) or len(trainer.pictures.new.fit)
    names = [View(True, task) for task in range(fresh)] + [View(False, task) for task in range(practised)]
    left, right = st.columns(2)

    def moved() -> None:
        chosen = st.session_state["enlarged"]
        stage = st.session_state.get("stage", last)
        panel_parts.look(trainer, View(chosen.new, chosen.task, None if stage == last else stage))

    with left:
        chosen = View(view.new, view.task)
        at = names.index(chosen) if chosen in names else 0
        st.selectbox(
            texts.ENLARGED, names, at, format_func=lambda item: panel_parts.task_name(update.run, item), key="enlarged",
            on_change=owned("enlarged", names[at], moved),
        )  # fmt: skip
    with right:
        if last > 0:
            stage = last if view.stage is None else min(view.stage, last)
            label = texts.SCRUBBER_ONCE if "inner_steps" in update.run.method.card.ignores else texts.SCRUBBER
            told = owned("stage", stage, moved)
            st.slider(label, 0, last, stage, key="stage", on_change=told, help=texts.SCRUBBER_HELP)

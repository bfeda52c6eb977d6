"""The steps from a file to live training on it, and the training's own buttons and dials."""

from __future__ import annotations

import streamlit as st

from pages.parts.data import completing, texts, wizard
from pages.parts.data.downloads import downloads
from pages.parts.data.rivals import rivals
from pages.parts.data.session import DataSession
from pages.parts.data.tasks import tasks
from pages.parts.frame.address import tell
from pages.parts.frame.shown import pressed
from pages.parts.frame.study import Visit
from pages.parts.frame.texts import FAULTY_ADDRESS
from pages.parts.playground import panel
from pages.parts.playground.controls import controls
from pages.parts.playground.sidebar import sidebar


def draw(visit: Visit) -> None:
    """Draws what there is so far: where the data come from, what is what, and the training's controls."""
    session = visit.session
    wizard.source(session)
    completing.saved_model(session)
    if session.choice and not session.sheet:
        st.info(texts.OWN_MISSING, icon=":material/upload_file:")
    if session.sheet:
        _steps(session)
    if session.trainer:
        sidebar(visit, session.trainer, hidden=("family", "dataset"))
        controls(session.trainer)


def board(session: DataSession) -> None:
    """Draws the training and what can be taken away from it."""
    if session.trainer:
        panel.draw(session.trainer)
        if session.trainer.update:
            rivals(session.trainer)
            tasks(session.trainer)
        completing.fill_in(session)
        downloads(session.trainer)


def _steps(session: DataSession) -> None:
    open_ = session.trainer is None or session.changed
    with st.expander(texts.STEPS_TITLE, expanded=open_, icon=":material/table_view:"):
        for name, step in (("look", wizard.look), ("choose", wizard.choose), ("report", wizard.report)):
            st.markdown(f"## {texts.STEPS[name]}")
            step(session)
    if session.changed:
        st.info(texts.CHANGED, icon=":material/info:")
    if open_:
        _start(session)


def _start(session: DataSession) -> None:
    def train() -> None:
        tell(FAULTY_ADDRESS.format(fault=fault) for fault in session.train())

    label = texts.TRAIN_AGAIN if session.trainer else texts.TRAIN
    st.button(
        label, key="train", type="primary", icon=":material/play_arrow:", help=texts.TRAIN_HELP,
        on_click=pressed("train", label, train), disabled=session.found is None,
    )  # fmt: skip
    st.caption(texts.HELD_OUT)

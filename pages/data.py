"""Your data: from a spreadsheet to tasks, and meta-learning on them."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.parts.data import texts, wizard
from pages.parts.data.downloads import takeaway
from pages.parts.data.session import Desk
from pages.parts.frame import dials
from pages.parts.frame.page import open_page, share
from pages.parts.playground import panel
from pages.parts.playground.controls import controls
from pages.parts.playground.session import Trainer


def main() -> None:
    open_page("pages/data.py")
    desk = _desk()
    dials.write_address(desk.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    wizard.source(desk)
    dials.notices()
    if desk.choice and not desk.sheet:
        st.info(texts.OWN_MISSING, icon=":material/upload_file:")
    if desk.sheet:
        _steps(desk)
    if desk.trainer:
        _training(desk.trainer)
        share(urlencode(desk.texts(), safe=","), texts.SHARE_HELP)


def _desk() -> Desk:
    """This visitor's desk; on arrival with what the address asks for."""
    if "desk" not in st.session_state:
        desk, faults = Desk.of_address(dials.address())
        st.session_state["desk"] = desk
        dials.tell(texts.FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["desk"]


def _steps(desk: Desk) -> None:
    assert desk.sheet
    with st.expander(texts.STEPS_TITLE, expanded=desk.trainer is None or desk.changed, icon=":material/table_view:"):
        st.markdown(f"##### {texts.STEPS['look']}")
        wizard.look(desk)
        st.markdown(f"##### {texts.STEPS['choose']}")
        wizard.choose(desk)
        st.markdown(f"##### {texts.STEPS['report']}")
        wizard.report(desk)
    if desk.changed:
        st.info(texts.CHANGED, icon=":material/info:")
    if desk.trainer is None or desk.changed:
        _start(desk)


def _start(desk: Desk) -> None:
    def train() -> None:
        dials.tell(texts.FAULTY_ADDRESS.format(fault=fault) for fault in desk.train())

    label = texts.TRAIN_AGAIN if desk.trainer else texts.TRAIN
    st.button(
        label, key="train", type="primary", icon=":material/play_arrow:", help=texts.TRAIN_HELP, on_click=train,
        disabled=desk.found is None,
    )  # fmt: skip
    st.caption(texts.HELD_OUT)


def _training(trainer: Trainer) -> None:
    dials.sidebar(trainer, hidden=("family", "dataset"))
    controls(trainer)
    panel.draw(trainer)
    takeaway(trainer)


if __name__ == "__main__":
    main()

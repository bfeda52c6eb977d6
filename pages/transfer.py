"""Across domains: what is learned on one kind of task is tried on the others."""

from __future__ import annotations

import streamlit as st

from metacore.dials import Dial
from metacore.studies.transfer.question import OPEN, Transfer, transfer_dials
from pages.parts.frame import dials, reload_store
from pages.parts.frame.clock import clock
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS
from pages.parts.transfer import board, texts
from pages.parts.transfer.session import Traveller

TICK = 0.25  # seconds


def main() -> None:
    open_page("pages/transfer.py")
    traveller = _traveller()
    dials.write_address(traveller.transfer.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    examples = {name: Transfer.parse(query) for name, (_, query) in texts.EXAMPLES.items()}
    labels = {name: label for name, (label, _) in texts.EXAMPLES.items()}
    dials.examples("example", labels, examples, traveller.transfer, _enter)
    dials.notices()
    _sidebar(traveller)
    _controls(traveller)
    _live(traveller)
    clock(TICK, traveller, "matrix")
    share(traveller.transfer.query(), texts.SHARE_HELP)


def _traveller() -> Traveller:
    """This visitor's transfer: the one under way, the one that a reload interrupted, or what the address asks for."""
    if "traveller" not in st.session_state:
        transfer, faults = Transfer.lenient(dials.address())
        _enter(transfer, reload_store.find(transfer.query()))
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["traveller"]


def _enter(transfer: Transfer, traveller: Traveller | None = None) -> None:
    st.session_state["traveller"] = traveller or Traveller(transfer)
    reload_store.keep(transfer.query(), st.session_state["traveller"])


@st.fragment(key="matrix")
def _live(traveller: Traveller) -> None:
    board.draw(traveller)


def _sidebar(traveller: Traveller) -> None:
    transfer = traveller.transfer
    without_effect = {*OPEN} - transfer.open_dials
    known = {dial.name: dial for dial in transfer_dials() if dial.name not in without_effect}
    with st.sidebar:
        for title, names in texts.GROUPS.items():
            st.subheader(title)
            for name in names:
                if name in known:
                    _dial(transfer, known[name])


def _dial(transfer: Transfer, dial: Dial) -> None:
    key = f"transfer_dial_{dial.name}"

    def moved() -> None:
        with dials.noticed():
            _enter(transfer.replace(**{dial.name: dials.given(dial, key)}))

    dials.widget(dial, getattr(transfer, dial.name), key, moved)


def _controls(traveller: Traveller) -> None:
    def play() -> None:
        traveller.playing = not traveller.playing

    with st.container(horizontal=True, key="controls"):
        word = texts.PAUSE if traveller.playing else texts.GO_ON if traveller.started else texts.START
        symbol = ":material/pause:" if traveller.playing else ":material/play_arrow:"
        if not traveller.finished:
            st.button(word, key="start", icon=symbol, type="primary", help=texts.START_HELP, on_click=play)
        if traveller.started:
            st.button(
                texts.AGAIN, key="again", icon=":material/replay:", help=texts.AGAIN_HELP,
                on_click=lambda: _enter(traveller.transfer),
            )  # fmt: skip
            st.download_button(
                texts.DOWNLOAD, lambda: board.table(traveller).to_csv(index=False), "transfer.csv", "text/csv",
                key="csv", icon=":material/download:", help=texts.DOWNLOAD_HELP, on_click="ignore",
            )  # fmt: skip


if __name__ == "__main__":
    main()

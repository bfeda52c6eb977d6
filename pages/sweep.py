"""Sweep: a map of many runs that train at once, over any two dials."""

from __future__ import annotations

import streamlit as st

from metacore.nn.losses import metric
from metacore.studies.sweep.question import Sweep
from pages.parts.frame import dials, reload_store
from pages.parts.frame.clock import clock, heard
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS
from pages.parts.sweep import board, lines, settings, texts
from pages.parts.sweep.session import Sweeping

TICK = 0.25  # seconds
FIRST = "rates"


def main() -> None:
    open_page("pages/sweep.py")
    page = _sweeping()
    dials.write_address(page.sweep.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    sweeps = {name: Sweep.parse(query) for name, (_, query) in texts.EXAMPLES.items()}
    labels = {name: label for name, (label, _) in texts.EXAMPLES.items()}
    dials.examples("sweep_example", labels, sweeps, page.sweep, lambda sweep: _enter(Sweeping(sweep)))
    dials.notices()
    _controls(page)
    settings.draw(page, _enter)
    _live(page)
    clock(TICK, page, "sweep")
    share(page.sweep.query(), texts.SHARE_HELP)


def _sweeping() -> Sweeping:
    """This visitor's sweep: the one under way, the one that a reload interrupted, or what the address asks for."""
    if "sweeping" not in st.session_state:
        pairs = dials.address()
        sweep, faults = Sweep.lenient(pairs) if pairs else (Sweep.parse(texts.EXAMPLES[FIRST][1]), [])
        _enter(reload_store.find(sweep.query()) or Sweeping(sweep))
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["sweeping"]


def _enter(page: Sweeping) -> None:
    if (before := st.session_state.get("sweeping")) and before is not page:
        before.stop()
    st.session_state["sweeping"] = page
    reload_store.keep(page.sweep.query(), page)


@st.fragment(key="sweep")
def _live(page: Sweeping) -> None:
    board.draw(page)


def _controls(page: Sweeping) -> None:
    with st.container(horizontal=True, key="controls", vertical_alignment="bottom"):
        word = texts.STOP if page.playing else texts.GO_ON if page.sweeper.pieces else texts.START
        symbol = ":material/stop:" if page.playing else ":material/play_arrow:"
        if not page.sweeper.finished:
            action = page.stop if page.playing else page.play
            st.button(word, key="play", icon=symbol, type="primary", help=texts.START_HELP, on_click=action)
        if page.sweeper.pieces:
            st.button(
                texts.AGAIN, key="again", icon=":material/replay:", help=texts.AGAIN_HELP,
                on_click=lambda: _enter(Sweeping(page.sweep)),
            )  # fmt: skip
            st.download_button(
                texts.DOWNLOAD, lambda: lines.table(page).to_csv(index=False), "sweep.csv", "text/csv",
                key="csv", icon=":material/download:", help=texts.DOWNLOAD_HELP, on_click="ignore",
            )  # fmt: skip

        def look() -> None:
            page.measure = st.session_state["measure"] or page.measure

        kind = metric(page.sweep.base.problem)
        st.segmented_control(
            texts.MEASURE, list(texts.MEASURES), key="measure", help=texts.MEASURE_HELP,
            on_change=heard("measure", page.measure, look),
            format_func=lambda name: texts.MEASURES[name][kind],
        )  # fmt: skip


if __name__ == "__main__":
    main()

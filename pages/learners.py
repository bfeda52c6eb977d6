"""Base learners: what each makes of a single task, and how meta-learning improves it."""

from __future__ import annotations

import streamlit as st

from metacore.dials import Dial
from metacore.run import Run
from pages.parts.frame import dials
from pages.parts.frame.clock import clock
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS, NOISE_NOTES
from pages.parts.learners import board, texts
from pages.parts.learners.session import ATTEMPTS, Searcher

TICK = 0.3  # seconds
FIRST = "family=linear&learner=random_forest"


def main() -> None:
    open_page("pages/learners.py")
    searcher = _searcher()
    dials.write_address(searcher.run.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    dials.notices()
    _sidebar(searcher)
    st.markdown(texts.BY_SEARCH if searcher.searchable else texts.BY_GRADIENT)
    _controls(searcher)
    _live(searcher)
    clock(TICK, searcher, "search")
    share(searcher.run.query(), texts.SHARE_HELP)


def _searcher() -> Searcher:
    """This visitor's search: the one under way, or what the address asks for."""
    if "searcher" not in st.session_state:
        run, faults = dials.run_of_address()
        st.session_state["searcher"] = Searcher(run or Run.parse(FIRST))
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["searcher"]


@st.fragment(key="search")
def _live(searcher: Searcher) -> None:
    board.draw(searcher)


def _begin(run: Run) -> None:
    st.session_state["searcher"] = Searcher(run)


def _sidebar(searcher: Searcher) -> None:
    run = searcher.run
    known = {dial.name: dial for dial in run.dials}
    with st.sidebar:
        for title, names in texts.GROUPS.items():
            st.subheader(title)
            more = [dial.name for dial in run.task_family.dials] if "family" in names else []
            for name in (*names, *more):
                _dial(run, known[name])


def _dial(run: Run, dial: Dial) -> None:
    key = f"learner_dial_{dial.name}"

    def moved() -> None:
        with dials.noticed():
            _begin(run.replace(**{dial.name: dials.given(dial, key)}))

    dials.widget(
        dial, getattr(run, dial.name), key, moved, NOISE_NOTES[run.problem.kind] if dial.name == "noise" else ""
    )


def _controls(searcher: Searcher) -> None:
    def play() -> None:
        searcher.playing = not searcher.playing

    if not searcher.searchable:
        st.page_link("app.py", label=texts.TO_PLAYGROUND, icon=":material/play_circle:",
                     query_params={"family": searcher.run.family})  # fmt: skip
        return
    with st.container(horizontal=True, key="controls"):
        word = texts.PAUSE if searcher.playing else texts.GO_ON if searcher.attempts else texts.IMPROVE
        symbol = ":material/pause:" if searcher.playing else ":material/play_arrow:"
        if not searcher.finished:
            help_text = texts.IMPROVE_HELP.format(count=ATTEMPTS)
            st.button(word, key="improve", icon=symbol, type="primary", help=help_text, on_click=play)
        if searcher.attempts:
            st.button(
                texts.AGAIN, key="again", icon=":material/replay:", help=texts.AGAIN_HELP,
                on_click=lambda: _begin(searcher.run),
            )  # fmt: skip


if __name__ == "__main__":
    main()

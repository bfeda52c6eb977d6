"""Compare: two to six methods race on the same tasks."""

from __future__ import annotations

import streamlit as st

from metacore.dials import Dial
from metacore.registry import algorithms
from metacore.run import serving
from metacore.studies.compare.question import MOST, Race
from pages.parts.compare import board, texts
from pages.parts.compare.session import Racer
from pages.parts.frame import dials, reload_store
from pages.parts.frame.clock import clock, heard
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS

TICK = 0.25  # seconds


def main() -> None:
    open_page("pages/compare.py")
    racer = _racer()
    dials.write_address(racer.race.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    races = {name: Race.parse(query) for name, (_, query) in texts.EXAMPLES.items()}
    labels = {name: label for name, (label, _) in texts.EXAMPLES.items()}
    dials.examples("example", labels, races, racer.race, _enter)
    dials.notices()
    _methods(racer)
    _controls(racer)
    _settings(racer)
    _live(racer)
    clock(TICK, racer, "board")
    share(racer.race.query(), texts.SHARE_HELP)


def _racer() -> Racer:
    """This visitor's race: the one under way, the one that a reload interrupted, or what the address asks for."""
    if "racer" not in st.session_state:
        race, faults = Race.lenient(dials.address())
        _enter(race, reload_store.find(race.query()))
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["racer"]


def _enter(race: Race, racer: Racer | None = None) -> None:
    st.session_state["racer"] = racer or Racer(race)
    reload_store.keep(race.query(), st.session_state["racer"])


@st.fragment(key="board")
def _live(racer: Racer) -> None:
    board.draw(racer)


def _methods(racer: Racer) -> None:
    def choose() -> None:
        with dials.noticed():
            _enter(racer.race.replace(methods=tuple(st.session_state["methods"])))

    st.multiselect(
        texts.METHODS, serving(racer.lanes[0].run.problem), format_func=lambda name: algorithms()[name].card.label,
        key="methods", max_selections=MOST, help=texts.METHODS_HELP,
        on_change=heard("methods", list(racer.race.methods), choose),
    )  # fmt: skip


def _controls(racer: Racer) -> None:
    def play() -> None:
        racer.playing = not racer.playing

    with st.container(horizontal=True, key="controls"):
        word = texts.PAUSE if racer.playing else texts.GO_ON if racer.started else texts.RACE
        symbol = ":material/pause:" if racer.playing else ":material/play_arrow:"
        if not racer.finished:
            st.button(word, key="race", icon=symbol, type="primary", help=texts.RACE_HELP, on_click=play)
        if racer.started:
            st.button(
                texts.AGAIN, key="again", icon=":material/replay:", help=texts.AGAIN_HELP,
                on_click=lambda: _enter(racer.race),
            )  # fmt: skip
            st.download_button(
                texts.DOWNLOAD, lambda: board.table(racer).to_csv(index=False), "race.csv", "text/csv", key="csv",
                icon=":material/download:", help=texts.DOWNLOAD_HELP, on_click="ignore",
            )  # fmt: skip


def _settings(racer: Racer) -> None:
    race = racer.race
    hidden = {"queries", "meta_batch", "seconds" if race.pace == "steps" else "steps"}
    shown = [dial for dial in race.dials if dial.name not in hidden]
    with st.expander(texts.SETTINGS, expanded=not racer.started, icon=":material/tune:"):
        columns = st.columns(4)
        for number, dial in enumerate(shown):
            with columns[number % 4]:
                _dial(race, dial)


def _dial(race: Race, dial: Dial) -> None:
    key = f"race_dial_{dial.name}"

    def moved() -> None:
        with dials.noticed():
            _enter(race.replace(**{dial.name: dials.given(dial, key)}))

    dials.widget(dial, getattr(race, dial.name), key, moved)


if __name__ == "__main__":
    main()

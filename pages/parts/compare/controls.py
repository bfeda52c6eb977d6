"""What stands above a race: who races, the buttons, and the dials of tasks and length."""

from __future__ import annotations

import streamlit as st

from metacore.registry import algorithms, serving
from metacore.studies.compare.question import MOST
from pages.parts.compare import board, texts
from pages.parts.frame.buttons import buttons
from pages.parts.frame.shown import owned
from pages.parts.frame.study import Visit


def draw(visit: Visit) -> None:
    """Draws them all."""
    session, race = visit.session, visit.session.question

    def choose() -> None:
        visit.set(methods=tuple(st.session_state["methods"]))

    st.multiselect(
        texts.METHODS, serving(session.lanes[0].run.problem), list(race.methods), key="methods", max_selections=MOST,
        format_func=lambda name: algorithms()[name].card.label, help=texts.METHODS_HELP,
        on_change=owned("methods", list(race.methods), choose),
    )  # fmt: skip
    buttons(visit, board.table)
    hidden = {"queries", "meta_batch", "seconds" if race.pace == "steps" else "steps"}
    with st.expander(texts.SETTINGS, expanded=not (session.started or session.playing), icon=":material/tune:"):
        columns = st.columns(4)
        for number, dial in enumerate(dial for dial in race.dials if dial.name not in hidden):
            with columns[number % 4]:
                visit.dial(dial)

"""What stands above a sweep: the buttons, what is shown, and the settings."""

from __future__ import annotations

import streamlit as st

from metacore.nn.losses import metric
from pages.parts.frame.buttons import buttons
from pages.parts.frame.shown import owned
from pages.parts.frame.study import Visit
from pages.parts.sweep import lines, settings, texts


def draw(visit: Visit) -> None:
    """Draws them all."""
    session = visit.session
    kind = metric(session.question.base.problem)

    def look() -> None:  # at the sweep that is there by then: one message may move a dial as well
        visit.session.measure = st.session_state["measure"] or visit.session.measure

    with buttons(visit, lines.table, "stop"):
        st.segmented_control(
            texts.MEASURE, list(texts.MEASURES), default=session.measure, key="measure", help=texts.MEASURE_HELP,
            on_change=owned("measure", session.measure, look),
            format_func=lambda name: texts.MEASURES[name][kind],
        )  # fmt: skip
    settings.draw(visit)

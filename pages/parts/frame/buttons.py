"""The buttons of a study that goes on until it is through or stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.frame.shown import pressed
from pages.parts.frame.study import Visit


def buttons(
    visit: Visit, table: Callable[[Any], pd.DataFrame] | None = None, halt: str = "pause", **values: Any
) -> Any:
    """Start, stop or go on, start over and, where there is a ``table``, download it; the bar they stand in."""
    session, words = visit.session, visit.study.words
    on = not session.playing

    def switch() -> None:  # what is there by then: one message may move a dial as well
        visit.session.playing = on

    bar = st.container(horizontal=True, key="controls", vertical_alignment="bottom")
    with bar:
        word = words.PAUSE if session.playing else words.GO_ON if session.started else words.START
        symbol = f":material/{halt}:" if session.playing else ":material/play_arrow:"
        if not session.finished:
            help_text = words.START_HELP.format(**values)
            st.button(
                word, key="start", icon=symbol, type="primary", help=help_text, on_click=pressed("start", word, switch)
            )
        if session.started:
            st.button(
                words.AGAIN, key="again", icon=":material/replay:", help=words.AGAIN_HELP,
                on_click=pressed("again", "", lambda: visit.enter(visit.session.question)),
            )  # fmt: skip
        if session.started and table:
            st.download_button(
                words.DOWNLOAD, lambda: table(session).to_csv(index=False), f"{visit.study.name}.csv", "text/csv",
                key="csv", icon=":material/download:", help=words.DOWNLOAD_HELP, on_click="ignore",
            )  # fmt: skip
    return bar

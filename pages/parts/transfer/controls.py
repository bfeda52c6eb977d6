"""What stands beside a transfer: its dials, and the buttons."""

from __future__ import annotations

import streamlit as st

from metacore.studies.transfer.question import OPEN, transfer_dials
from pages.parts.frame.buttons import buttons
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import grouped
from pages.parts.transfer import board, texts


def draw(visit: Visit) -> None:
    """Draws them all."""
    without_effect = {*OPEN} - visit.session.question.open_dials
    known = {dial.name: dial for dial in transfer_dials() if dial.name not in without_effect}
    with st.sidebar:
        for dial in grouped(texts.GROUPS, known):
            visit.dial(dial)
    buttons(visit, board.table)

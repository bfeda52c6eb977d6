"""What stands beside a search: its dials, how the learner is improved, and the buttons."""

from __future__ import annotations

import streamlit as st

from pages.parts.frame.buttons import buttons
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import grouped
from pages.parts.learners import texts
from pages.parts.learners.session import ATTEMPTS


def draw(visit: Visit) -> None:
    """Draws them all."""
    session, run = visit.session, visit.session.question
    with st.sidebar:
        more = {"family": [dial.name for dial in run.task_family.dials]}
        for dial in grouped(texts.GROUPS, {dial.name: dial for dial in run.dials}, more):
            visit.dial(dial)
    st.markdown(texts.BY_SEARCH if session.searchable else texts.BY_GRADIENT)
    if session.searchable:
        buttons(visit, count=ATTEMPTS)
    else:
        st.page_link("app.py", label=texts.TO_PLAYGROUND, icon=":material/play_circle:",
                     query_params={"family": run.family})  # fmt: skip

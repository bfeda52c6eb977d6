"""The super learner's part of the page Ensembles: asked for by a button, measured piece by piece."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metacore.evaluation.measuring import NEW_TASKS
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.studies.ensembles.candidates import ADAPTING, metrics, names
from metacore.studies.ensembles.curves import ALONE
from pages.parts.ensembles import texts
from pages.parts.ensembles.session import LabSession
from pages.parts.ensembles.wording import difference, label
from pages.parts.frame.shown import draw_now, pressed


def super_board(session: LabSession, kind: str) -> None:
    """Draws the button, or what has been measured so far."""
    st.markdown(f"## {texts.HEADINGS['super']}")
    st.caption(texts.SUPER_NOTE)
    found = session.further.super
    if found is None:

        def measure() -> None:
            session.measure_super()
            draw_now()  # the whole page, since the clock may stand still

        st.button(texts.SUPER_BUTTON, key="super", help=texts.SUPER_HELP, on_click=pressed("super", "", measure))
        return
    if found.weights is None or not found.trials:
        st.info(texts.SUPER_STARTS, icon=":material/hourglass_top:")
        return
    by_candidate = metrics(session.question, found.trials)
    mixed = by_candidate[-1]
    rows = [[f"**{texts.HEADINGS['mixture']}**", "—", f"**{headline(Interval.over(mixed), kind)}**", "—"]]
    for name, weight, errors in zip(names(), found.weights, by_candidate[:-1], strict=True):
        rows.append(
            [
                label(ALONE if name == ADAPTING else name),
                f"{100 * weight:.0f} %",
                headline(Interval.over(errors), kind),
                difference(errors - mixed, kind),
            ]
        )
    st.table(pd.DataFrame(rows, columns=texts.SUPER_COLUMNS).set_index(texts.SUPER_COLUMNS[0]))
    if found.tried < NEW_TASKS:
        st.progress(found.tried / NEW_TASKS, texts.SUPER_PROGRESS.format(done=found.tried, all=NEW_TASKS))

"""All ways to answer a new task, the best first, with what they are held against."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from metacore.figures.style import headline, shown
from metacore.interval import Interval
from metacore.studies.ensembles.curves import ALONE
from metacore.studies.ensembles.work import Fusion
from pages.parts.ensembles import texts
from pages.parts.ensembles.session import LabSession
from pages.parts.ensembles.wording import difference, label
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.frame.yardsticks import above_floor

TOLD = ("floor", "pooled", "majority", "zero", "mean")


def leaderboard(session: LabSession, fusion: Fusion, kind: str) -> None:
    """Draws the table, and the yardsticks below it."""
    st.markdown(f"## {texts.HEADINGS['board']}")
    known = session.measured.metric if session.measured else {}
    order = np.argsort(fusion.errors.mean(axis=1))
    task = fusion.task
    rows = [_row(fusion, int(place), task, kind, known.get("floor")) for place in order]
    alone = Interval.over(fusion.alone)
    gap, here = above_floor(alone, known.get("floor")), shown(float(fusion.alone[task]), kind)
    first = [texts.NAMES[ALONE], headline(alone, kind), "—", gap, here]
    place = int((fusion.errors.mean(axis=1) < alone.mean).sum())
    rows.insert(place, [f"*{cell}*" for cell in first])
    st.table(pd.DataFrame(rows, columns=texts.BOARD).set_index(texts.BOARD[0]))
    told = [
        texts.YARDSTICK_LINE.format(name=YARDSTICKS[name], value=headline(known[name], kind))
        for name in TOLD
        if name in known
    ]
    st.caption(" ".join([texts.BOARD_NOTE.format(tasks=alone.tasks), *(told or [texts.SOON])]))


def _row(fusion: Fusion, place: int, task: int, kind: str, floor: Interval | None) -> list[str]:
    name, errors = fusion.names[place], fusion.errors[place]
    score, ahead = Interval.over(errors), Interval.over(fusion.alone - errors)
    title, value = label(name), headline(score, kind)
    if ahead.mean - ahead.ci95 > 0:
        title, value = f"**{title}**", f"**{value}**"
    if fusion.notes[name]:
        title += f"  \n:small[{texts.FELL_BACK[fusion.notes[name]]}]"
    return [
        title,
        value,
        difference(errors - fusion.alone, kind),
        above_floor(score, floor),
        shown(float(errors[task]), kind),
    ]

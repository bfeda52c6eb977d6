"""What helps when: the error of every way to answer, against what is known of a task and against the models asked."""

from __future__ import annotations

import numpy as np
import streamlit as st

from metacore.figures.lines import MOST_LINES
from metacore.registry import combiners
from metacore.studies.ensembles import figures
from metacore.studies.ensembles.curves import ALONE, SHOTS, crossings
from pages.parts.ensembles import texts
from pages.parts.ensembles.further import Curves, sizes
from pages.parts.ensembles.session import LabSession
from pages.parts.ensembles.wording import label
from pages.parts.frame.chart import chart

MOST_CROSSINGS = 4


def by_known(session: LabSession, kind: str) -> None:
    """Draws the error against what is known of a new task, and says where one way overtakes another."""
    _curves(session, session.further.by_known, len(SHOTS), "known", kind)
    if len(session.further.by_known) == len(SHOTS):
        found = crossings(session.further.by_known)
        st.markdown(texts.CROSSINGS if found else texts.NO_CROSSING)
        best = {
            name: min(means[name].mean() for means in session.further.by_known.values())
            for name in session.further.by_known[SHOTS[0]]
        }
        found.sort(key=lambda each: best[each.then if each.first == ALONE else each.first])
        lines = [
            texts.CROSSING.format(below=each.below, above=each.above, first=label(each.first), then=label(each.then))
            for each in found
        ]
        st.markdown("\n".join(lines[:MOST_CROSSINGS]))
        if len(lines) > MOST_CROSSINGS:
            with st.expander(texts.MORE_CROSSINGS):
                st.markdown("\n".join(lines[MOST_CROSSINGS:]))


def by_size(session: LabSession, kind: str) -> None:
    """Draws the error against the number of models."""
    curves = session.further.by_size.get(session.question.known, {})
    _curves(session, curves, len(sizes(session.question)), "members", kind)


def _curves(session: LabSession, curves: Curves, wanted: int, what: str, kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS[what]}")
    st.caption(texts.NOTES[what])
    if len(curves) < wanted:
        st.caption(texts.LATER.format(done=len(curves), all=wanted))
    if len(curves) < 2:
        return
    places = sorted(curves)
    names = [ALONE, *combiners()]
    lines = {
        name: (found, np.array([curves[place][name].mean() for place in found]))
        for name in names
        if (found := [place for place in places if name in curves[place]])
    }
    labels, chosen = {name: label(name) for name in names}, _leading(session)
    figure = figures.against(lines, labels, chosen, texts.AXES[what], texts.AXES[kind])
    ends = ", ".join(f"{label(name)} {y[-1]:.3f}" for name, (_, y) in lines.items())
    chart(figure, f"lab_by_{what}", texts.ALT[what].format(values=ends), height=440)


def _leading(session: LabSession) -> list[str]:
    """Adapting alone, and the ways that do best on the new tasks: as many as are told apart, in the order of all."""
    assert session.fusion
    order = np.argsort(session.fusion.errors.mean(axis=1))[: MOST_LINES - 1]
    best = {session.fusion.names[place] for place in order}
    return [ALONE, *(name for name in combiners() if name in best)]

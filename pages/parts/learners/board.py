"""The live part of the page Base learners: the search, the best settings, and the verdict on new tasks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from metacore.evaluation.measuring import NEW_TASKS
from metacore.figures.pictures import mosaic
from metacore.figures.style import headline, shown
from metacore.figures.units import frame
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.run import Run
from metacore.studies.learners import figures
from pages.parts.frame.chart import chart
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.learners import texts
from pages.parts.learners.session import ATTEMPTS, SearchSession

TOLD = ("floor", "pooled", "majority", "zero", "mean")
TELLING = 8  # attempts before importance can be told


def draw(session: SearchSession) -> None:
    """Draws everything that moves. All numbers come from fitted learners."""
    kind = metric(session.question.problem)
    if session.fault:
        st.error(texts.FAULT, icon=":material/error:")
    if session.searchable:
        _search(session, kind)
    _verdict(session, kind)
    _tasks(session, kind)


def _search(session: SearchSession, kind: str) -> None:
    attempts = session.attempts
    if not attempts:
        st.info(texts.STARTING if session.playing else texts.READY, icon=":material/tune:")
        return
    st.progress(len(attempts) / ATTEMPTS, texts.PROGRESS.format(done=len(attempts), all=ATTEMPTS))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.markdown(f"## {texts.HEADINGS['search']}")
        st.caption(texts.NOTES["search"])
        errors = [attempt.error for attempt in attempts]
        figure = figures.progress(errors, texts.AXES[kind], texts.AXES["attempts"], ATTEMPTS)
        first, best = shown(errors[0], kind), shown(min(errors), kind)
        chart(figure, "search", texts.ALT["search"].format(count=len(errors), first=first, best=best), height=320)
    with right:
        _settings(session)
        _importance(session)


def _settings(session: SearchSession) -> None:
    st.markdown(f"## {texts.HEADINGS['settings']}")
    best = dict(session.best.settings) if session.best else {}
    rows = [
        [dial.label, _said(dial.default), _said(best.get(dial.name, dial.default))]
        for dial in session.question.base_learner.dials
    ]
    st.table(pd.DataFrame(rows, columns=texts.SETTING_COLUMNS).set_index(texts.SETTING_COLUMNS[0]))


def _said(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _importance(session: SearchSession) -> None:
    labels = {dial.name: dial.label for dial in session.question.base_learner.dials}
    if len(labels) < 2:
        return
    st.markdown(f"## {texts.HEADINGS['importance']}")
    if not session.importance:
        st.caption(texts.LATER.format(count=TELLING))
        return
    st.caption(texts.NOTES["importance"])
    shares = {labels[name]: share for name, share in session.importance.items()}
    values = ", ".join(f"{label} {100 * share:.0f} %" for label, share in shares.items())
    chart(figures.importance(shares), "importance", texts.ALT["importance"].format(values=values), height=220)


def _runs(session: SearchSession) -> dict[str, Run]:
    improved = session.improved
    return {"default": session.defaults} | ({"improved": improved} if improved else {})


def _verdict(session: SearchSession, kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['verdict']}")
    rows = []
    for name, run in _runs(session).items():
        found = session.metrics(run, "scratch")
        if len(found):
            rows.append([texts.ROWS[name], headline(Interval.over(found), kind), f"{len(found)} of {NEW_TASKS}"])
    if not rows:
        st.info(texts.STARTING, icon=":material/hourglass_top:")
        return
    st.table(pd.DataFrame(rows, columns=texts.COLUMNS).set_index(texts.COLUMNS[0]))
    defaults, improved = session.defaults, session.improved
    if session.measured(defaults):
        told = {
            YARDSTICKS[name]: headline(Interval.over(session.metrics(defaults, name)), kind)
            for name in TOLD
            if name in session.names(defaults)
        }
        st.caption(" ".join(texts.YARDSTICK_LINE.format(name=name, value=value) for name, value in told.items()))
    if session.attempts and improved is None:
        st.markdown(texts.SAME)
    elif improved and session.measured(improved) and session.measured(defaults):
        st.markdown(_judgement(session.metrics(improved, "scratch") - session.metrics(defaults, "scratch"), kind))
    elif improved:
        st.caption(texts.AWAITED)


def _judgement(behind: np.ndarray, kind: str) -> str:
    found = Interval.over(behind)
    if not abs(found.mean) > found.ci95:
        return texts.TIED
    words = texts.WORSE if found.mean > 0 else texts.BETTER
    return words.format(difference=headline(found._replace(mean=abs(found.mean)), kind))


def _tasks(session: SearchSession, kind: str) -> None:
    drawn = {name: picture for name, run in _runs(session).items() if (picture := session.picture(run))}
    if not drawn:
        return
    st.markdown(f"## {texts.HEADINGS['tasks']}")
    st.caption(texts.NOTES["tasks"])
    shows = frame(session.question)
    for name, picture in drawn.items():
        errors = session.metrics(_runs(session)[name], "scratch")[: len(picture.fit)]
        captions = [shown(float(error), kind) for error in errors] or [" "] * len(picture.fit)
        figure = mosaic(picture, captions, None, shows, columns=len(picture.fit))
        title, tiles = st.columns([1, 6], vertical_alignment="center")
        title.markdown(f"**{texts.ROWS[name]}**")
        with tiles:
            alt = texts.ALT["tasks"].format(row=texts.ROWS[name].lower(), values=", ".join(captions))
            chart(figure, f"search_tasks_{name}", alt, height=110)

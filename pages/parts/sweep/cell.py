"""The cell of a sweep that is looked at: its numbers, its curve, and the way to the Playground."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from metacore.figures.style import headline, shown
from metacore.nn.losses import metric
from metacore.studies.sweep.figures import Band, bands
from metacore.studies.sweep.outcomes import Outcome
from pages.parts.frame.chart import chart
from pages.parts.frame.texts import YARDSTICK_HELP, YARDSTICKS
from pages.parts.sweep import texts
from pages.parts.sweep.session import SweepSession
from pages.parts.sweep.wording import MARKS, name, unit, written, yardsticks


def draw(session: SweepSession) -> None:
    """The cell that was clicked, else the best one."""
    sweep, one = session.question, session.shown()
    st.markdown(f"## {texts.HEADINGS['cell']}")
    if one is None:
        st.info(texts.CLICK, icon=":material/ads_click:")
        return
    clicked = session.chosen == (one.column, one.row)
    run = sweep.run(one.column, one.row)
    st.markdown(f"{texts.CHOSEN if clicked else texts.BEST}: **{name(sweep, one.column, one.row)}**")
    if one.diverged:
        st.warning(texts.DIVERGED.format(step=min(repeat.step for repeat in one.repeats)), icon=":material/error:")
    _figures(session, one)
    _curve(session, one)
    url = (st.context.url or "").split("?")[0].removesuffix("sweep") + "?" + run.query()
    st.link_button(texts.OPEN, url, help=texts.OPEN_HELP, icon=":material/play_circle:")


def _figures(session: SweepSession, one: Outcome) -> None:
    """The number of the cell with its yardsticks beside it."""
    kind = unit(session)
    cells = []
    if not one.diverged:
        what = texts.VALUE_OF[session.measure][metric(session.question.base.problem)]
        note = texts.ON_NEW.format(tasks=one.interval(session.measure).tasks) if one.judged else texts.SO_FAR
        cells.append((what, written(session, one), note))
    known = yardsticks(session, one.column, one.row)
    cells += [(YARDSTICKS[mark], headline(known[mark], kind), YARDSTICK_HELP[mark]) for mark in MARKS if mark in known]
    body = (f"<div><small>{escape(a)}</small><b>{escape(b)}</b><small>{escape(c)}</small></div>" for a, b, c in cells)
    st.html(f'<div class="figures">{"".join(body)}</div>')
    if len(one.repeats) > 1 and not one.diverged:
        values = ", ".join(shown(float(value), kind) for value in one.ends(session.measure))
        st.caption(texts.REPEATS.format(count=len(one.repeats), values=values))


def _curve(session: SweepSession, one: Outcome) -> None:
    checked = one.repeats[0].checked.tolist()
    values = np.stack([repeat.validation[session.measure] for repeat in one.repeats], axis=1)
    reached = min(repeat.step for repeat in one.repeats) if one.diverged else checked[-1]
    kept = [place for place, step in enumerate(checked) if step <= reached]
    checked, values = [checked[place] for place in kept], values[kept]
    known = yardsticks(session, one.column, one.row)
    ends = [0, session.question.steps]
    marks = {mark: (YARDSTICKS[mark], ends, [known[mark].mean] * 2) for mark in MARKS if mark in known}
    up = texts.VALUE_OF[session.measure][metric(session.question.base.problem)]
    figure = bands([Band(texts.CURVE, checked, values)], marks, texts.CURVE_AXES[0], up, log=False)
    mean = values.mean(axis=1)
    alt = texts.ALT["curve"].format(cell=name(session.question, one.column, one.row), first=mean[0], last=mean[-1])
    chart(figure, "cell_curve", alt, height=300)

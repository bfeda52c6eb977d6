"""What training through the ensemble buys, against adapting alone and against combining after the fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.registry import combiners
from metacore.studies.ensembles.figures import against
from pages.parts.ensembles import texts
from pages.parts.ensembles.contest import Contest
from pages.parts.ensembles.wording import difference
from pages.parts.frame.chart import chart
from pages.parts.frame.shown import draw_now, pressed


def draw(contest: Contest | None, start: Callable[[str], None], kind: str) -> None:
    """Draws the choice of an ensemble, and what has been measured so far."""
    st.markdown(f"## {texts.HEADINGS['contest']}")
    st.caption(texts.CONTEST_NOTE)
    trains = [name for name, part in combiners().items() if part.trains]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.selectbox(
        texts.CONTEST_OF, trains, index=trains.index("weighted"), key="contest_of",
        format_func=lambda name: combiners()[name].card.label,
    )  # fmt: skip

    def begin() -> None:
        start(st.session_state["contest_of"])
        draw_now()  # the whole page, since the clock may stand still

    right.button(texts.CONTEST_BUTTON, key="contest", help=texts.CONTEST_HELP, on_click=pressed("contest", "", begin))
    if contest is None:
        return
    if contest.path:
        _curve(contest, kind)
        _table(contest, kind)
    if not contest.done:
        share = contest.through.step / max(contest.plain.step, 1)
        st.progress(min(share, 1.0), texts.CONTEST_PROGRESS.format(step=contest.through.step, steps=contest.plain.step))


def _curve(contest: Contest, kind: str) -> None:
    ends = [max(contest.steps[0], 1), max(contest.plain.step, 2)]
    curves: dict[str, tuple[Any, np.ndarray]] = {
        name: (ends, np.repeat(contest.errors[name].mean(), 2)) for name in ("alone", "after")
    }
    curves["through"] = [max(step, 1) for step in contest.steps], np.array(contest.path)
    figure = against(curves, texts.CONTEST, list(texts.CONTEST), texts.AXES["steps"], texts.AXES[kind], log_x=False)
    values = ", ".join(f"{texts.CONTEST[name]} {float(y[-1]):.3f}" for name, (_, y) in curves.items())
    chart(figure, "contest_curve", texts.ALT["contest"].format(values=values), height=320)


def _table(contest: Contest, kind: str) -> None:
    rows = []
    for name, label in texts.CONTEST.items():
        errors = contest.errors[name]
        gain = "—" if name == "through" else difference(errors - contest.errors["through"], kind)
        rows.append([label, headline(Interval.over(errors), kind), gain])
    st.table(pd.DataFrame(rows, columns=texts.CONTEST_COLUMNS).set_index(texts.CONTEST_COLUMNS[0]))

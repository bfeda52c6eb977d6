"""A sweep with one axis, as lines with bands, and all of a sweep as a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from metacore.dials import named
from metacore.figures.style import headline, shown
from metacore.nn.losses import metric
from metacore.studies.sweep.axes import NO_AXIS
from metacore.studies.sweep.figures import Band, bands
from pages.parts.frame.chart import chart
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.sweep import texts
from pages.parts.sweep.session import SweepSession
from pages.parts.sweep.wording import MARKS, Found, label, said, unit, written, yardsticks


def draw(session: SweepSession, found: Found) -> None:
    """One line for each choice of the second axis, with a band over repeats, and the numbers below."""
    sweep = session.question
    st.markdown(f"## {texts.HEADINGS['lines']}")
    note = texts.BAND_NOTE.format(count=sweep.seeds) if sweep.seeds > 1 else texts.ONE_NOTE
    st.caption(note + ("" if session.sweeper.finished else texts.LINES_RUNNING))
    kind = named(sweep.base.dials, sweep.x).kind
    places: list[Any] = said(sweep, "x") if kind == "choice" else [x[0] if kind == "widths" else x for x in sweep.xs]
    log = kind != "choice" and min(places) > 0 and max(places) / min(places) >= 20
    names = [label(sweep, "x")] if sweep.y == NO_AXIS else said(sweep, "y")
    curves = [band for row, title in enumerate(names) if (band := _band(session, found, row, title, places))]
    up = texts.VALUE_OF[session.measure][metric(sweep.base.problem)]
    figure = bands(curves, _marks(session, places), label(sweep, "x"), up, log)
    ends = ((band.name, *(shown(float(band.values[end].mean()), unit(session)) for end in (0, -1))) for band in curves)
    told = ", ".join(texts.ALT["one"].format(label=title, first=first, last=last) for title, first, last in ends)
    chart(figure, "lines", texts.ALT["lines"].format(name=up, values=told), height=440)
    _numbers(session, found, names)


def _band(session: SweepSession, found: Found, row: int, title: str, places: list) -> Band | None:
    """What one line passes through: the cells of a row that have a value; None where there are none yet."""
    there = [column for column in range(len(places)) if (column, row) in found and not found[column, row].diverged]
    values = [found[column, row].ends(session.measure) for column in there]
    return Band(title, [places[column] for column in there], np.stack(values), row) if there else None


def _marks(session: SweepSession, places: list) -> dict[str, tuple[str, list, list[float]]]:
    """The yardsticks, each at the places where it is known."""
    known = [(place, yardsticks(session, column, 0)) for column, place in enumerate(places)]
    found = {mark: [(place, here[mark].mean) for place, here in known if mark in here] for mark in MARKS}
    return {mark: (YARDSTICKS[mark], [x for x, _ in at], [y for _, y in at]) for mark, at in found.items() if at}


def _numbers(session: SweepSession, found: Found, names: list[str]) -> None:
    """The numbers behind the lines, with their yardsticks."""
    sweep, kind = session.question, unit(session)
    rows = {}
    for row, title in enumerate(names):
        rows[title] = ["✕" if one and one.diverged else written(session, one) if one else "…"
                       for one in (found.get((column, row)) for column in range(len(sweep.xs)))]  # fmt: skip
    for mark in MARKS:
        known = [yardsticks(session, column, 0).get(mark) for column in range(len(sweep.xs))]
        rows[YARDSTICKS[mark]] = [headline(interval, kind) if interval else "…" for interval in known]
    st.table(pd.DataFrame(rows, index=said(sweep, "x")).T.rename_axis(texts.LINE))


def table(session: SweepSession) -> pd.DataFrame:
    """All numbers of the sweep, one a row."""
    sweep, rows = session.question, []
    for (column, row), one in sorted(session.outcomes().items(), key=lambda item: item[0][::-1]):
        for number, repeat in enumerate(one.repeats):
            at = (said(sweep, "x")[column], *(said(sweep, "y")[row : row + 1]), sweep.run(column, row, number).seed)
            for kind, values in repeat.validation.items():
                kept = [pair for pair in zip(repeat.checked, values, strict=True) if pair[0] <= repeat.step]
                rows += [(*at, f"validation {kind}", step, value) for step, value in kept]
            for kind, values in (repeat.new or {}).items():
                rows.append((*at, f"new tasks {kind}", repeat.step, float(values.mean())))
    axes = [sweep.x] if sweep.y == NO_AXIS else [sweep.x, sweep.y]
    return pd.DataFrame(rows, columns=[*axes, "seed", "quantity", "step", "value"])

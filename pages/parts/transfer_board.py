"""The live part of the page Across domains: the matrix, and what it says in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from metacore.drawing import headline, shown
from metacore.evaluation import NEW_TASKS, Interval
from metacore.losses import metric
from metacore.registry import families
from metacore.transfer_figures import matrix
from pages.parts import texts_transfer as texts
from pages.parts.chart import chart
from pages.parts.traveller import Traveller

YARDSTICKS = ("scratch", "floor")


class Cell(NamedTuple):
    """What one kind's teaching is worth on another: errors, and the difference to scratch once that is known."""

    before: float
    after: Interval
    behind: Interval | None

    @property
    def verdict(self) -> str:
        if self.behind is None:
            return "open"
        if not abs(self.behind.mean) > self.behind.ci95:
            return "same"
        return "better" if self.behind.mean < 0 else "worse"


def draw(traveller: Traveller) -> None:
    """Draws everything that moves. All numbers come from the running engine."""
    if not traveller.started:
        st.info(texts.STARTING if traveller.playing else texts.READY, icon=":material/move_down:")
        return
    _progress(traveller)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        st.markdown(f"##### {texts.HEADINGS['matrix']}")
        _matrix(traveller)
        st.caption(texts.NOTE.format(tasks=NEW_TASKS))
    with right:
        st.markdown(f"##### {texts.HEADINGS['verdicts']}")
        _verdicts(traveller)


def label(family: str) -> str:
    return families()[family].card.label


def cell(traveller: Traveller, home: str, away: str) -> Cell | None:
    """What is known of a pair so far."""
    metrics = traveller.homes[home].metrics.get(away)
    if metrics is None:
        return None
    before, after = metrics
    known = traveller.measured(away)
    behind = Interval.over(after - known.each["scratch"]) if known else None
    return Cell(float(before.mean()), Interval.over(after), behind)


def table(traveller: Traveller) -> pd.DataFrame:
    """All numbers of the matrix, one pair a row."""
    rows = []
    for home in traveller.homes:
        for away in traveller.homes[home].away:
            if found := cell(traveller, home, away):
                known, behind = traveller.measured(away), found.behind or Interval(np.nan, np.nan, 0)
                scratch = known.metric["scratch"].mean if known else np.nan
                rows.append(
                    (home, away, found.before, found.after.mean, found.after.ci95, scratch, behind.mean, behind.ci95,
                     texts.VERDICTS[found.verdict])
                )  # fmt: skip
    return pd.DataFrame(rows, columns=texts.COLUMNS)


def _progress(traveller: Traveller) -> None:
    done = sum(home.state.step for home in traveller.homes.values())
    everything = traveller.transfer.steps * len(traveller.homes)
    st.progress(min(1.0, done / everything), texts.PROGRESS.format(done=done, all=everything))
    for family, home in traveller.homes.items():
        if home.out:
            st.warning(texts.OUT[home.out].format(label=label(family), step=home.state.step), icon=":material/error:")


def _matrix(traveller: Traveller) -> None:
    names = list(traveller.homes)
    errors = np.full((len(names) + len(YARDSTICKS), len(names)), np.nan)
    words = [[texts.WAITING] * len(names) for _ in range(len(errors))]
    for row, home in enumerate(names):
        for column, away in enumerate(names):
            if found := cell(traveller, home, away):
                errors[row, column] = found.after.mean
                words[row][column] = f"<b>{_shown(traveller, away, found.after)}</b><br>{texts.VERDICTS[found.verdict]}"
            elif away not in traveller.homes[home].away:
                words[row][column] = texts.LEFT_OUT
    for column, away in enumerate(names):
        known = traveller.measured(away)
        for row, name in enumerate(YARDSTICKS, len(names)):
            if known and name in known.metric:
                words[row][column] = _shown(traveller, away, known.metric[name])
    scratch = np.array([known.metric["scratch"].mean if (known := traveller.measured(n)) else np.nan for n in names])
    rows = [*map(label, names), *(texts.ROWS[name] for name in YARDSTICKS)]
    figure = matrix(errors, scratch, words, rows, [label(name) for name in names], texts.AXES)
    plain = [[text.replace("<br>", " ").replace("<b>", "").replace("</b>", "") for text in line] for line in words]
    told = (texts.ALT_ROW.format(row=row, cells=", ".join(line)) for row, line in zip(rows, plain, strict=True))
    chart(figure, "transfer", texts.ALT.format(rows=" ".join(told)), height=110 + 62 * len(rows))


def _shown(traveller: Traveller, family: str, value: Interval) -> str:
    kind = metric(traveller.homes[family].run.problem)
    return shown(value.mean, kind) if len(traveller.homes) > 4 else headline(value, kind)


def _verdicts(traveller: Traveller) -> None:
    if not any(traveller.measured(family) for family in traveller.homes):
        st.caption(texts.VERDICT_LATER)
    for home, lane in traveller.homes.items():
        found = {away: known.verdict for away in lane.away if away != home and (known := cell(traveller, home, away))}
        parts = [
            texts.SENTENCES[verdict].format(names=", ".join(label(away) for away in found if found[away] == verdict))
            for verdict in ("better", "same", "worse")
            if verdict in found.values()
        ]
        if parts:
            st.markdown("- " + texts.SENTENCES["lead"].format(label=label(home), parts="; ".join(parts)))
        misfits = [label(away) for away in traveller.homes if away not in lane.away]
        if misfits:
            st.caption(texts.SENTENCES["misfit"].format(label=label(home), names=", ".join(misfits)))

"""The live part of the page Across domains: the matrix, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from metacore.evaluation.measuring import NEW_TASKS
from metacore.figures.style import headline, tinted
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.registry import families
from pages.parts.transfer import texts
from pages.parts.transfer.session import TransferSession

YARDSTICKS = ("scratch", "floor")
_STYLE = """
.matrix { overflow-x: auto; }
.matrix table { border-collapse: separate; border-spacing: 3px; width: 100%; }
.matrix th { font-weight: 400; padding: 0.3rem 0.5rem; text-align: right; }
.matrix tr:first-child th { text-align: center; vertical-align: bottom; }
.matrix th:first-child { text-align: left; }
.matrix td { text-align: center; padding: 0.45rem 0.4rem; white-space: nowrap; border-radius: 4px; line-height: 1.25; }
.matrix td.home { outline: 2px solid currentColor; outline-offset: -2px; }
@media (max-width: 640px) {
  .matrix :is(th, td) { font-size: 0.75rem; padding: 0.3rem 0.2rem; white-space: normal; }
}
"""


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


def draw(session: TransferSession) -> None:
    """Draws everything that moves. All numbers come from the running engine."""
    if not session.started:
        st.info(texts.STARTING if session.playing else texts.READY, icon=":material/move_down:")
        return
    _progress(session)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        st.markdown(f"## {texts.HEADINGS['matrix']}")
        _matrix(session)
        st.caption(texts.NOTE.format(tasks=NEW_TASKS))
    with right:
        st.markdown(f"## {texts.HEADINGS['verdicts']}")
        _verdicts(session)


def label(family: str) -> str:
    return families()[family].card.label


def cell(session: TransferSession, home: str, away: str) -> Cell | None:
    """What is known of a pair so far."""
    metrics = session.homes[home].metrics.get(away)
    if metrics is None:
        return None
    before, after = metrics
    known = session.measured(away)
    behind = Interval.over(after - known.each["scratch"]) if known else None
    return Cell(float(before.mean()), Interval.over(after), behind)


def table(session: TransferSession) -> pd.DataFrame:
    """All numbers of the matrix, one pair a row."""
    rows = []
    for home in session.homes:
        for away in session.homes[home].away:
            if found := cell(session, home, away):
                known, behind = session.measured(away), found.behind or Interval(np.nan, np.nan, 0)
                scratch = known.metric["scratch"].mean if known else np.nan
                rows.append(
                    (home, away, found.before, found.after.mean, found.after.ci95, scratch, behind.mean, behind.ci95,
                     texts.VERDICTS[found.verdict])
                )  # fmt: skip
    return pd.DataFrame(rows, columns=texts.COLUMNS)


def _progress(session: TransferSession) -> None:
    done = sum(home.state.step for home in session.homes.values())
    everything = session.question.steps * len(session.homes)
    st.progress(min(1.0, done / everything), texts.PROGRESS.format(done=done, all=everything))
    for family, home in session.homes.items():
        if home.out:
            st.warning(texts.OUT[home.out].format(label=label(family), step=home.state.step), icon=":material/error:")


def _matrix(session: TransferSession) -> None:
    """A table in the page's own type: it scrolls where there is no room, and is read aloud as it is."""
    names = list(session.homes)
    head = "".join(f"<th scope='col'>{escape(label(name))}</th>" for name in names)
    rows = [f"<tr><th scope='col'>{texts.CORNER}</th>{head}</tr>"]
    for home in names:
        rows.append(_row(label(home), (_pair(session, home, away) for away in names)))
    for name in YARDSTICKS:
        rows.append(_row(f"<i>{texts.ROWS[name]}</i>", (_yardstick(session, name, away) for away in names)))
    st.html(f"<style>{_STYLE}</style><div class='matrix'><table>{''.join(rows)}</table></div>")


def _row(head: str, cells: Iterable[str]) -> str:
    return f"<tr><th scope='row'>{head}</th>{''.join(cells)}</tr>"


def _pair(session: TransferSession, home: str, away: str) -> str:
    if away not in session.homes[home].away:
        return f"<td><small>{texts.LEFT_OUT}</small></td>"
    found = cell(session, home, away)
    if found is None:
        return f"<td>{texts.WAITING}</td>"
    known = session.measured(away)
    tint = tinted(found.after.mean, known.metric["scratch"].mean) if known else ""
    frame = "class='home'" if home == away else ""
    words = f"<b>{_shown(session, away, found.after)}</b><br><small>{texts.VERDICTS[found.verdict]}</small>"
    return f"<td {frame} style='{tint}'>{words}</td>"


def _yardstick(session: TransferSession, name: str, away: str) -> str:
    known = session.measured(away)
    value = known.metric.get(name) if known else None
    return f"<td>{_shown(session, away, value) if value else texts.WAITING}</td>"


def _shown(session: TransferSession, family: str, value: Interval) -> str:
    words = headline(value, metric(session.homes[family].run.problem))
    return words.replace(" %", "\u00a0%").replace("± ", "±\u00a0")  # a narrow cell breaks before its interval


def _verdicts(session: TransferSession) -> None:
    if not any(session.measured(family) for family in session.homes):
        st.caption(texts.VERDICT_LATER)
    for home, lane in session.homes.items():
        found = {away: known.verdict for away in lane.away if away != home and (known := cell(session, home, away))}
        parts = [
            texts.SENTENCES[verdict].format(names=", ".join(label(away) for away in found if found[away] == verdict))
            for verdict in ("better", "same", "worse")
            if verdict in found.values()
        ]
        if parts:
            st.markdown("- " + texts.SENTENCES["lead"].format(label=label(home), parts="; ".join(parts)))
        misfits = [label(away) for away in session.homes if away not in lane.away]
        if misfits:
            st.caption(texts.SENTENCES["misfit"].format(label=label(home), names=", ".join(misfits)))

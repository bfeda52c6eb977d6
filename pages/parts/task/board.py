"""The page Your task, as far as it moves: the sketchpad, its buttons, the table of points, and the scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from metacore.figures.style import shown
from metacore.nn.losses import metric
from metacore.studies.task.field_types import Point
from metacore.studies.task.question import Player
from pages.parts.frame.shown import timely
from pages.parts.server.reload_store import keep
from pages.parts.task import texts
from pages.parts.task.buttons import act, buttons
from pages.parts.task.players import LINE
from pages.parts.task.rounds import KEPT
from pages.parts.task.scene import label, scene
from pages.parts.task.session import SketchSession
from pages.parts.task.sketchpad import sketchpad


def draw(session: SketchSession) -> None:
    """Draws everything that moves."""
    if session.rounds:
        keep(KEPT, session.rounds)
    if session.fault:
        st.error(texts.FAULT, icon=":material/error:")
    left, right = st.columns([2, 1] if session.gaming else [8, 3], gap="medium")
    with left:
        buttons(session)
        sketchpad(
            scene(session),
            "sketchpad",
            lambda change: _edited(session, change),
            lambda: act(session, SketchSession.undo),
        )
        _remarks(session)
    with right:
        if session.gaming:
            _score(session)
            return
        if session.scored:
            _errors(session)
        _table(session)


def _edited(session: SketchSession, change: Any) -> None:
    act(session, SketchSession.edit, change["points"], change["line"], change["echo"], change["dragging"])


def _remarks(session: SketchSession) -> None:
    """What there is to say about the points themselves."""
    points, classes = session.question.points, session.question.problem.classes
    if session.gaming:
        return
    if not points:
        st.caption(texts.NO_POINTS)
    elif classes and len({point[2] for point in points}) == 1:
        st.caption(texts.ONE_CLASS)


def _table(session: SketchSession) -> None:
    """The points to type in. Its rows stay what they were while it is typed into, so that it keeps the focus."""
    classes = session.question.problem.classes
    key, version = f"points {session.version}", session.version
    base = st.session_state.setdefault("points at", {})
    if session.version not in base:
        base.clear()
        base[session.version] = session.question.points
    rows = _rows(base[session.version], classes)

    def typed() -> None:
        if timely() and session.version == version:
            act(session, SketchSession.type_in, _edits(rows, st.session_state[key], session))

    family = session.question.run().task_family
    span = family.domain if classes else family.span
    columns = {
        name: st.column_config.NumberColumn(min_value=low, max_value=high, format="%.2f", required=True, width=55)
        for name, (low, high) in zip(texts.COLUMNS, (family.domain, span), strict=False)
    }
    if classes:
        options = texts.CLASS_SIGNS[:classes]
        columns[texts.COLUMNS[2]] = st.column_config.SelectboxColumn(options=options, required=True, default=options[0])
    st.markdown(f"## {texts.TABLE}", help=texts.TABLE_HELP)
    st.data_editor(
        rows, key=key, num_rows="dynamic", hide_index=True, column_config=columns, on_change=typed, height=300,
        alt=texts.TABLE,
    )  # fmt: skip


def _rows(points: Iterable[Point], classes: int) -> pd.DataFrame:
    places, label = list(texts.COLUMNS[:2]), texts.COLUMNS[2]
    points = list(points)
    rows = pd.DataFrame([point[:2] for point in points], columns=places, dtype=float)
    if classes:
        rows[label] = pd.Series([texts.CLASS_SIGNS[int(point[2])] for point in points], dtype=str)
    return rows


def _edits(rows: pd.DataFrame, edits: dict[str, Any], session: SketchSession) -> list[Point]:
    """The points that the table holds after the visitor's edits; rows that are not complete yet are left out."""
    table = [dict(row) for row in rows.to_dict("records")]
    for index, change in edits["edited_rows"].items():
        table[int(index)] |= change
    gone = set(edits["deleted_rows"])
    table = [row for index, row in enumerate(table) if index not in gone] + [dict(row) for row in edits["added_rows"]]
    names = list(rows.columns)
    whole = [[row[name] for name in names] for row in table if all(row.get(name) is not None for name in names)]
    return [(float(x), float(y), *(texts.CLASS_SIGNS.index(name) for name in label)) for x, y, *label in whole]


def _errors(session: SketchSession) -> None:
    """Everyone's error on the truth, the closest first."""
    kind = metric(session.question.problem)
    found = {player: session.errors(player) for player in session.rivals}
    last = {player: float(each[-1]) for player, each in found.items() if each is not None and len(each)}
    st.markdown(f"## {texts.SCORES}")
    rows = sorted(last.items(), key=lambda pair: pair[1])
    columns = texts.SCORE_COLUMNS if session.question.problem.classes else texts.SCORE_COLUMNS_VALUES
    st.table(pd.DataFrame({columns[1]: [shown(error, kind) for _, error in rows]},
                          index=pd.Index([label(player) for player, _ in rows], name=columns[0])))  # fmt: skip
    count = len(session.hidden.truth.query.x[0]) if session.hidden.truth else 0
    if session.question.task:
        st.caption(texts.SCORED_ON["task"].format(task=session.question.task, count=count))
    else:
        st.caption(f"{texts.SCORED_ON['line']} {texts.LINE_IDEAL}")


def _verdict(errors: dict[Player, float]) -> str:
    machines = {player: error for player, error in errors.items() if player.name}
    closer = [label(player) for player, error in machines.items() if error < errors[LINE]]
    if closer:
        return texts.VERDICT["lost"].format(names=", ".join(closer))
    return texts.VERDICT["tied" if any(error == errors[LINE] for error in machines.values()) else "won"]


def _score(session: SketchSession) -> None:
    """Everyone's error in this round and over all, and how often the visitor was closer."""
    st.markdown(f"## {texts.GAME_SCORE}")
    if not session.rounds:
        st.caption(texts.GAME_WAIT if session.hidden.revealed else texts.GAME_NONE)
        return
    last = session.rounds[-1]
    now = last.errors if session.hidden.revealed and last.task == session.question.task else {}
    if now:
        st.markdown(f"**{_verdict(now)}**")
    rows = []
    for player in dict.fromkeys(player for played in reversed(session.rounds) for player in played.errors):
        pairs = [(played.errors[player], played.errors[LINE]) for played in session.rounds if player in played.errors]
        mean = sum(error for error, _ in pairs) / len(pairs)
        won = "" if player == LINE else f"{sum(mine < error for error, mine in pairs)}/{len(pairs)}"
        rows.append((mean, (label(player), _percent(now.get(player)), _percent(mean), won)))
    table = pd.DataFrame([row for _, row in sorted(rows)], columns=list(texts.GAME_COLUMNS))
    st.table(table.set_index(texts.GAME_COLUMNS[0]))
    rounds = texts.ROUNDS[min(len(session.rounds), 2)].format(count=len(session.rounds))
    st.caption(texts.GAME_ROUNDS.format(rounds=rounds))


def _percent(error: float | None) -> str:
    return "–" if error is None else shown(error, "error").replace(" ", "\u00a0")  # kept on one line

"""The page Your task, as far as it moves: the easel, its buttons, the table of points, and the scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from metacore.figures.style import shown
from metacore.nn.losses import metric
from metacore.studies.task.field_types import Point
from metacore.studies.task.question import Player
from pages.parts.frame import dials
from pages.parts.task import texts
from pages.parts.task.canvas import easel
from pages.parts.task.scene import label, scene
from pages.parts.task.session import LINE, Sketcher


def draw(it: Sketcher) -> None:
    """Draws everything that moves."""
    if it.fault:
        st.error(texts.FAULT, icon=":material/error:")
    dials.notices()
    left, right = st.columns([2, 1] if it.gaming else [8, 3], gap="medium")
    with left:
        _buttons(it)
        easel(scene(it), "easel", lambda change: _edited(it, change), lambda: _act(it, it.undo))
        _remarks(it)
    with right:
        if it.gaming:
            _score(it)
            return
        if it.scored:
            _errors(it)
        _table(it)


def _act(it: Sketcher, action: Any, *arguments: Any) -> None:
    """Does something to the canvas; the clock has to run again too, and everything where the kind of task changes."""
    before = it.sketch.family, it.sketch.mode
    with dials.noticed():
        action(*arguments)
        it.tick()  # asks at once, not at the clock's next beat
    st.rerun(["task", "clock"] if before == (it.sketch.family, it.sketch.mode) else "app")


def _edited(it: Sketcher, change: Any) -> None:
    _act(it, it.edit, change["points"], change["line"], int(change["echo"]), bool(change["dragging"]))


def _buttons(it: Sketcher) -> None:
    def button(
        key: str, word: str, help_text: str, icon: str, action: Any, off: bool = False, main: bool = False
    ) -> None:
        st.button(
            word, key=f"task_{key}", icon=f":material/{icon}:", help=help_text, disabled=off, on_click=_act,
            args=(it, action), type="primary" if main else "secondary",
        )  # fmt: skip

    sketch = it.sketch
    with st.container(horizontal=True, key="task_buttons"):
        if it.gaming:
            button("done", texts.DONE, texts.DONE_HELP, "check", it.reveal, it.revealed, main=not it.revealed)
            button("next", texts.NEXT, texts.NEXT_HELP, "skip_next", it.play_round, main=it.revealed)
            swapped = tuple(reversed(sketch.line))
            button("swap", texts.SWAP, texts.SWAP_HELP, "swap_vert", lambda: it.set(line=swapped), it.revealed)
            return
        button("undo", texts.UNDO, texts.UNDO_HELP, "undo", it.undo, not it.past)
        button("clear", texts.CLEAR, texts.CLEAR_HELP, "delete", it.clear, not (sketch.points or sketch.line))
        button("dice", texts.DICE, texts.DICE_HELP, "casino", it.roll)
        if sketch.task:
            button("reveal", texts.REVEAL, texts.REVEAL_HELP, "visibility", it.reveal, it.revealed, main=True)
        if sketch.straight and not sketch.line:
            button("line", texts.LINE, texts.LINE_HELP, "border_color", it.draw_line)
        if sketch.line:
            if sketch.problem.classes:
                swapped = tuple(reversed(sketch.line))
                button("swap", texts.SWAP, texts.SWAP_HELP, "swap_vert", lambda: it.set(line=swapped))
            button("no_line", texts.NO_LINE, texts.NO_LINE_HELP, "backspace", lambda: it.set(line=()))


def _remarks(it: Sketcher) -> None:
    """What there is to say about the points themselves."""
    points, classes = it.sketch.points, it.sketch.problem.classes
    if it.gaming:
        return
    if not points:
        st.caption(texts.NO_POINTS)
    elif classes and len({point[2] for point in points}) == 1:
        st.caption(texts.ONE_CLASS)


def _table(it: Sketcher) -> None:
    """The points to type in. Its rows stay what they were while it is typed into, so that it keeps the focus."""
    classes = it.sketch.problem.classes
    key = f"points {it.version}"
    base = st.session_state.setdefault("points at", {})
    if it.version not in base:
        base.clear()
        base[it.version] = it.sketch.points
    rows = _rows(base[it.version], classes)

    def typed() -> None:
        _act(it, it.type_in, _edits(rows, st.session_state[key], it))

    family = it.sketch.run().task_family
    span = family.domain if classes else family.span
    columns = {
        name: st.column_config.NumberColumn(min_value=low, max_value=high, format="%.2f", required=True, width=55)
        for name, (low, high) in zip(texts.COLUMNS, (family.domain, span), strict=False)
    }
    if classes:
        options = texts.CLASS_SIGNS[:classes]
        columns[texts.COLUMNS[2]] = st.column_config.SelectboxColumn(options=options, required=True, default=options[0])
    st.markdown(f"##### {texts.TABLE}", help=texts.TABLE_HELP)
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


def _edits(rows: pd.DataFrame, edits: dict[str, Any], it: Sketcher) -> list[Point]:
    """The points that the table holds after the visitor's edits; rows that are not complete yet are left out."""
    table = [dict(row) for row in rows.to_dict("records")]
    for index, change in edits["edited_rows"].items():
        table[int(index)] |= change
    gone = set(edits["deleted_rows"])
    table = [row for index, row in enumerate(table) if index not in gone] + [dict(row) for row in edits["added_rows"]]
    names = list(rows.columns)
    whole = [[row[name] for name in names] for row in table if all(row.get(name) is not None for name in names)]
    return [(float(x), float(y), *(texts.CLASS_SIGNS.index(name) for name in label)) for x, y, *label in whole]


def _errors(it: Sketcher) -> None:
    """Everyone's error on the truth, the closest first."""
    kind = metric(it.sketch.problem)
    found = {player: it.errors(player) for player in it.rivals}
    last = {player: float(each[-1]) for player, each in found.items() if each is not None and len(each)}
    st.markdown(f"##### {texts.SCORES}")
    rows = sorted(last.items(), key=lambda pair: pair[1])
    columns = texts.SCORE_COLUMNS if it.sketch.problem.classes else texts.SCORE_COLUMNS_VALUES
    st.table(pd.DataFrame({columns[1]: [shown(error, kind) for _, error in rows]},
                          index=pd.Index([label(player) for player, _ in rows], name=columns[0])))  # fmt: skip
    count = len(it.truth.query.x[0]) if it.truth else 0
    if it.sketch.task:
        st.caption(texts.SCORED_ON["task"].format(task=it.sketch.task, count=count))
    else:
        st.caption(f"{texts.SCORED_ON['line']} {texts.LINE_IDEAL}")


def _verdict(errors: dict[Player, float]) -> str:
    machines = {player: error for player, error in errors.items() if player.name}
    closer = [label(player) for player, error in machines.items() if error < errors[LINE]]
    if closer:
        return texts.VERDICT["lost"].format(names=", ".join(closer))
    return texts.VERDICT["tied" if any(error == errors[LINE] for error in machines.values()) else "won"]


def _score(it: Sketcher) -> None:
    """Everyone's error in this round and over all, and how often the visitor was closer."""
    st.markdown(f"##### {texts.GAME_SCORE}")
    if not it.rounds:
        st.caption(texts.GAME_WAIT if it.revealed else texts.GAME_NONE)
        return
    last = it.rounds[-1]
    now = last.errors if it.revealed and last.task == it.sketch.task else {}
    if now:
        st.markdown(f"**{_verdict(now)}**")
    rows = []
    for player in dict.fromkeys(player for played in reversed(it.rounds) for player in played.errors):
        pairs = [(played.errors[player], played.errors[LINE]) for played in it.rounds if player in played.errors]
        mean = sum(error for error, _ in pairs) / len(pairs)
        won = "" if player == LINE else f"{sum(mine < error for error, mine in pairs)}/{len(pairs)}"
        rows.append((mean, (label(player), _percent(now.get(player)), _percent(mean), won)))
    table = pd.DataFrame([row for _, row in sorted(rows)], columns=list(texts.GAME_COLUMNS))
    st.table(table.set_index(texts.GAME_COLUMNS[0]))
    rounds = texts.ROUNDS[min(len(it.rounds), 2)].format(count=len(it.rounds))
    st.caption(texts.GAME_ROUNDS.format(rounds=rounds))


def _percent(error: float | None) -> str:
    return "–" if error is None else shown(error, "error").replace(" ", "\u00a0")  # kept on one line

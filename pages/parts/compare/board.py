"""The live part of a race: curves, leaderboard and the grid of tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from metacore.evaluation.adaptation import SHOTS
from metacore.figures.lines import colour
from metacore.figures.pictures import mosaic
from metacore.figures.style import headline, shown
from metacore.figures.units import frame
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.registry import algorithms
from metacore.studies.compare.figures import Line, lines
from metacore.studies.compare.standings import Standing, standings
from pages.parts.compare import texts
from pages.parts.compare.session import Lane, RaceSession
from pages.parts.frame.chart import chart
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.frame.yardsticks import above_floor

Marks = dict[str, tuple[str, float]]
TOLD = ("floor", "pooled", "scratch", "centroid")  # the yardsticks that are drawn and told


def draw(session: RaceSession) -> None:
    """Draws everything that moves. All numbers come from the updates of the race."""
    if not session.started:
        st.info(texts.STARTING if session.playing else texts.READY, icon=":material/sports_score:")
        return
    _progress(session)
    methods = {method: lanes for method in session.question.methods if (lanes := session.of(method))}
    if not methods:
        return
    kind = metric(session.lanes[0].run.problem)
    with st.container(key="wide"):
        left, right = st.columns([5, 6], gap="medium")
    with left:
        _losses(session, methods)
    with right:
        _board(session, methods, kind)
    _grid(session, methods, kind)
    with st.container(key="thirds"):
        columns = st.columns(3, gap="medium")
    for column, (name, curves) in zip(columns, _errors(methods).items(), strict=True):
        with column:
            st.markdown(f"## {texts.HEADINGS[name]}")
            st.caption(texts.NOTES[name])
            across = texts.AXES["seconds" if name == "compute" else name]
            if not any(curves.values()):
                st.caption(texts.LATER)
                continue
            marks = {} if name == "shots" else _marks(session, "metric")
            figure = lines(curves, session.question.methods, marks, across, texts.AXES[kind], log_x=name == "shots")
            chart(figure, f"race_{name}", _alt(texts.HEADINGS[name], curves), height=340)


def label(method: str) -> str:
    return algorithms()[method].card.label


def _progress(session: RaceSession) -> None:
    st.progress(min(1.0, float(np.mean([1 if lane.out else session.progress(lane) for lane in session.lanes]))))
    for lane in session.lanes:
        if lane.out:
            text = texts.OUT[lane.out].format(label=label(lane.method), step=lane.state.step)
            st.warning(text, icon=":material/error:")


def _marks(session: RaceSession, unit: str) -> Marks:
    known: Mapping[str, Interval] = getattr(session.measured, unit) if session.measured else {}
    return {name: (YARDSTICKS[name], value.mean) for name, value in known.items() if name in TOLD}


def _losses(session: RaceSession, methods: Mapping[str, Sequence[Lane]]) -> None:
    st.markdown(f"## {texts.HEADINGS['loss']}")
    curves = {m: [(lane.state.checked, lane.state.validation) for lane in lanes] for m, lanes in methods.items()}
    marks = _marks(session, "loss")
    figure = lines(curves, session.question.methods, marks, texts.AXES["steps"], texts.AXES["loss"])
    chart(figure, "race_loss", _alt(texts.HEADINGS["loss"], curves), height=420)


def _errors(methods: Mapping[str, Sequence[Lane]]) -> dict[str, dict[str, list[Line]]]:
    """The three further curves: by inner steps, by support points, by seconds."""

    def stages(lane: Lane) -> Line:
        assert lane.update
        means = lane.update.stages.mean(axis=1)
        return list(range(len(means))), means

    return {
        "stages": {m: [stages(lane) for lane in lanes] for m, lanes in methods.items()},
        "shots": {
            m: [(SHOTS, lane.shots.mean(axis=1)) for lane in lanes if lane.shots is not None]
            for m, lanes in methods.items()
        },
        "compute": {m: [(lane.seconds, lane.errors) for lane in lanes] for m, lanes in methods.items()},
    }


def _alt(name: str, curves: Mapping[str, Sequence[Line]]) -> str:
    values = [
        texts.ALT["one"].format(label=label(m), value=f"{repeats[0][1][-1]:.3f}")
        for m, repeats in curves.items()
        if repeats
    ]
    return texts.ALT["lines"].format(name=name, values=", ".join(values))


def _scores(methods: Mapping[str, Sequence[Lane]]) -> list[Standing]:
    return standings(
        {m: np.stack([lane.update.stages[-1] for lane in lanes if lane.update]) for m, lanes in methods.items()}
    )


def _board(session: RaceSession, methods: Mapping[str, Sequence[Lane]], kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['board']}")
    known = session.measured.metric if session.measured else {}
    ranked = _scores(methods)
    rows = [_row(place, line, methods[line.method], kind, known.get("floor")) for place, line in enumerate(ranked, 1)]
    st.table(pd.DataFrame(rows, columns=texts.BOARD).set_index(texts.BOARD[0]))
    st.caption(texts.BOARD_NOTE.format(tasks=ranked[0].score.tasks))
    told = {YARDSTICKS[name]: headline(known[name], kind) for name in TOLD if name in known}
    st.caption(" ".join(texts.YARDSTICK_LINE.format(name=name, value=value) for name, value in told.items()))


def _row(place: int, line: Standing, lanes: Sequence[Lane], kind: str, floor: Interval | None) -> list[str]:
    name, score = label(line.method), headline(line.score, kind)
    if line.tied:
        name, score = f"**{name}**", f"**{score}**"
    if len(lanes) > 1:
        score += texts.SPREAD.format(low=shown(line.spread[0], kind), high=shown(line.spread[1], kind))
    behind = texts.LEADER if line.behind is None else texts.TIED
    if line.behind and not line.tied:
        behind = texts.BEHIND.format(difference=headline(line.behind, kind))
    steps, seconds = np.mean([(lane.steps[-1], lane.seconds[-1]) for lane in lanes], axis=0)
    return [str(place), name, score, behind, above_floor(line.score, floor), f"{steps:,.0f}", f"{seconds:.1f}"]


def _grid(session: RaceSession, methods: Mapping[str, Sequence[Lane]], kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['grid']}")
    st.caption(texts.NOTES["grid"])
    for number, (method, lanes) in enumerate(methods.items()):
        update = lanes[0].update
        assert update
        errors = [shown(float(error), kind) for error in update.stages[-1][: len(update.picture.fit)]]
        figure = mosaic(update.picture, errors, None, frame(update.run), columns=len(errors))
        name, tiles = st.columns([1, 6], vertical_alignment="center")
        shade = colour(session.question.methods.index(method))
        name.html(f'<b style="border-left: 0.6rem solid {shade}; padding-left: 0.4rem">{label(method)}</b>')
        with tiles:
            alt = texts.ALT["grid"].format(label=label(method), values=", ".join(errors))
            chart(figure, f"race_grid_{number}", alt, height=110)


def table(session: RaceSession) -> pd.DataFrame:
    """All numbers of the race, one a row: method, repeat, what was measured, where, and the value."""
    rows: list[tuple[str, int, str, float, float]] = []
    for lane in session.lanes:
        if lane.update is None:
            continue
        at = (lane.method, lane.run.seed)
        rows += [
            (*at, "held-out meta-loss by step", x, y)
            for x, y in zip(lane.state.checked, lane.state.validation, strict=True)
        ]
        rows += [(*at, "error by second", x, y) for x, y in zip(lane.seconds, lane.errors, strict=True)]
        rows += [(*at, "error by inner step", x, y) for x, y in enumerate(lane.update.stages.mean(axis=1))]
        if lane.shots is not None:
            rows += [
                (*at, "error by support points", x, y) for x, y in zip(SHOTS, lane.shots.mean(axis=1), strict=True)
            ]
        rows += [(*at, "error of new task", x, y) for x, y in enumerate(lane.update.stages[-1], 1)]
    return pd.DataFrame(rows, columns=["method", "seed", "quantity", "at", "value"])

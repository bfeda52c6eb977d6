"""The live part of a sweep: the map or the lines, and the cell that is looked at."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from metacore.figures.style import Figure, shown
from metacore.nn.losses import metric
from metacore.studies.sweep.figures import Axis, heatmap
from metacore.studies.sweep.outcomes import Outcome, tied
from pages.parts.frame.chart import chart
from pages.parts.frame.shown import draw_now
from pages.parts.sweep import cell, lines, texts
from pages.parts.sweep.session import SweepSession
from pages.parts.sweep.wording import Found, label, name, said, unit, written


def draw(session: SweepSession) -> None:
    """Draws everything that moves. All numbers come from the cells."""
    sweeper, sweep = session.sweeper, session.question
    if not sweeper.started:
        ready = texts.READY.format(cells=len(sweep.xs) * len(sweep.ys), steps=sweep.steps)
        st.info(texts.STARTING if session.playing else ready, icon=":material/grid_on:")
        return
    with st.container():  # always there, so that what follows is drawn in place when it is empty
        _progress(session)
    found = session.outcomes()
    if session.lines:
        lines.draw(session, found)
        return
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _map(session, found)
    with right:
        cell.draw(session)


def _progress(session: SweepSession) -> None:
    sweeper = session.sweeper
    if any(piece.fault for piece in sweeper.pieces):
        st.error(texts.FAULT, icon=":material/error:")
    if sweeper.finished:
        return
    done = sum(len(piece.places) for piece in sweeper.pieces if piece.done)
    text = texts.PROGRESS.format(share=100 * sweeper.progress, done=done, all=len(session.question.runs))
    if session.playing and sweeper.remaining is not None:
        text += texts.LEFT.format(seconds=sweeper.remaining)
    st.progress(min(1.0, sweeper.progress), text if session.playing else f"{text} · {texts.STOPPED}")


def _map(session: SweepSession, found: Found) -> None:
    measure, columns, best = session.measure, len(session.question.xs), session.best()
    what = texts.VALUE_OF[measure][metric(session.question.base.problem)].lower()
    st.markdown(f"## {texts.HEADINGS['map']}")
    judged = next((one for one in found.values() if one.judged), None)
    done = session.sweeper.finished and judged
    tasks = judged.interval(measure).tasks if judged else 0
    st.caption(texts.MAP_NOTE["done" if done else "running"].format(what=what, tasks=tasks))

    def look(tile: int) -> None:
        session.chosen = tile % columns, len(session.question.ys) - 1 - tile // columns
        draw_now()  # the whole session, since the clock may stand still

    height = max(340, 60 + 44 * min(len(session.question.ys), 11))
    chart(_heatmap(session, found, best), "map", _alternative(session, found, best), height, on_tile=look)
    if any(one.diverged for one in found.values()):
        st.caption(texts.HATCHED)
    if best and session.sweeper.finished:
        count = len(tied(best, found.values(), measure))
        more = texts.TIED[min(count, 2)].format(count=count)
        st.markdown(
            texts.STAR.format(cell=name(session.question, best.column, best.row), value=written(session, best)) + more
        )


def _heatmap(session: SweepSession, found: Found, best: Outcome | None) -> Figure:
    sweep, kind, measure = session.question, unit(session), session.measure
    shape = len(sweep.ys), len(sweep.xs)
    values, diverged = np.full(shape, np.nan, np.float32), np.zeros(shape, bool)
    words, hover = ([["" for _ in sweep.xs] for _ in sweep.ys] for _ in range(2))
    for (column, row), one in found.items():
        values[row, column], diverged[row, column] = one.value(measure), one.diverged
        words[row][column] = "" if one.diverged else shown(one.value(measure), kind)
        hover[row][column] = _hover(session, one)
    chosen = (("best", best), ("chosen", session.shown()))
    marks = {name: (one.column, one.row) if one else None for name, one in chosen}
    across, up = (Axis(label(sweep, axis), said(sweep, axis)) for axis in ("x", "y"))
    start = [one.repeats[0].validation[measure][0] for one in found.values()]
    most = float(np.median(start)) if start else 1.0
    return heatmap(values, words, hover, diverged, marks, across, up, most, share=kind == "error")


def _alternative(session: SweepSession, found: Found, best: Outcome | None) -> str:
    """The map in words."""
    sweep, told = session.question, ""
    if best:
        told = texts.ALT["best"].format(cell=name(sweep, best.column, best.row), value=written(session, best))
    diverged = sum(one.diverged for one in found.values())
    axes = {"across": label(sweep, "x"), "up": label(sweep, "y")}
    return texts.ALT["map"].format(count=len(found), **axes, best=told, diverged=diverged)


def _hover(session: SweepSession, one: Outcome) -> str:
    kind = "diverged" if one.diverged else "new" if one.judged else "validation"
    value = "" if one.diverged else written(session, one)
    step = min(repeat.step for repeat in one.repeats)
    return texts.HOVER[kind].format(cell=escape(name(session.question, one.column, one.row)), value=value, step=step)

"""The live part of a sweep: the map or the lines, and the cell that is looked at."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from metacore.dials import named
from metacore.drawing import headline, shown
from metacore.losses import metric
from metacore.outcomes import Outcome, tied
from metacore.registry import algorithms
from metacore.sweep import NO_AXIS, Sweep
from metacore.sweep_figures import Axis, Band, bands, heatmap
from pages.parts import texts_sweep as texts
from pages.parts.chart import chart
from pages.parts.sweeping import Sweeping
from pages.parts.texts import YARDSTICK_HELP, YARDSTICKS

MARKS = ("floor", "scratch")
Found = dict[tuple[int, int], Outcome]


def draw(page: Sweeping) -> None:
    """Draws everything that moves. All numbers come from the cells."""
    sweeper, sweep = page.sweeper, page.sweep
    if not sweeper.started:
        ready = texts.READY.format(cells=len(sweep.xs) * len(sweep.ys), steps=sweep.steps)
        st.info(texts.STARTING if page.playing else ready, icon=":material/grid_on:")
        return
    with st.container():  # always there, so that what follows is drawn in place when it is empty
        _progress(page)
    found = page.outcomes()
    if page.lines:
        _lines(page, found)
        return
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _map(page, found)
    with right:
        _cell(page, found)


def unit(page: Sweeping) -> str:
    """How values are written: percent for errors, plain numbers for all else."""
    return metric(page.sweep.base.problem) if page.measure == "metric" else "loss"


def said(sweep: Sweep, axis: str) -> list[str]:
    """The values of axis "x" or "y" in words."""
    name = sweep.x if axis == "x" else sweep.y
    if name == "algorithm":
        return [algorithms()[value].card.label for value in (sweep.xs if axis == "x" else sweep.ys)]
    return sweep.said(axis)


def label(sweep: Sweep, axis: str) -> str:
    """What an axis is called."""
    return named(sweep.base.dials, sweep.x if axis == "x" else sweep.y).label


def name(sweep: Sweep, column: int, row: int) -> str:
    """A cell in words: alpha 0.1, beta 0.01."""
    places = {"x": column, "y": row} if sweep.y != NO_AXIS else {"x": column}
    words = (
        texts.SETTING.format(label=label(sweep, axis).split(":")[0], value=said(sweep, axis)[place])
        for axis, place in places.items()
    )
    return ", ".join(words)


def _progress(page: Sweeping) -> None:
    sweeper = page.sweeper
    if any(piece.fault for piece in sweeper.pieces):
        st.error(texts.FAULT, icon=":material/error:")
    if sweeper.finished:
        return
    done = sum(len(piece.places) for piece in sweeper.pieces if piece.done)
    text = texts.PROGRESS.format(share=100 * sweeper.progress, done=done, all=len(page.sweep.runs))
    if page.playing and sweeper.remaining is not None:
        text += texts.LEFT.format(seconds=sweeper.remaining)
    st.progress(min(1.0, sweeper.progress), text if page.playing else f"{text} · {texts.STOPPED}")


def _map(page: Sweeping, found: Found) -> None:
    sweep, kind, measure = page.sweep, unit(page), page.measure
    what = texts.VALUE_OF[measure][metric(sweep.base.problem)].lower()
    st.markdown(f"##### {texts.HEADINGS['map']}")
    st.caption(texts.MAP_NOTE["done" if page.sweeper.finished else "running"].format(what=what))
    rows, columns = len(sweep.ys), len(sweep.xs)
    values = np.full((rows, columns), np.nan, np.float32)
    words = [["" for _ in range(columns)] for _ in range(rows)]
    hover = [["" for _ in range(columns)] for _ in range(rows)]
    diverged = np.zeros((rows, columns), bool)
    for (column, row), one in found.items():
        values[row, column], diverged[row, column] = one.value(measure), one.diverged
        words[row][column] = "" if one.diverged else shown(one.value(measure), kind)
        hover[row][column] = _hover(page, one)
    best, chosen = page.best(), page.shown()
    start = [one.repeats[0].validation[measure][0] for one in found.values()]
    marks = {name: (one.column, one.row) if one else None for name, one in (("best", best), ("chosen", chosen))}
    across, up = (Axis(label(sweep, axis), said(sweep, axis)) for axis in ("x", "y"))
    figure = heatmap(
        values,
        words,
        hover,
        diverged,
        marks,
        across,
        up,
        float(np.median(start)) if start else 1.0,
        share=kind == "error",
    )

    def look(tile: int) -> None:
        page.chosen = tile % columns, rows - 1 - tile // columns
        st.rerun()  # the whole page, since the clock may stand still

    told = texts.ALT["best"].format(cell=name(sweep, best.column, best.row), value=_value(page, best)) if best else ""
    alt = texts.ALT["map"].format(
        count=len(found), across=across.label, up=up.label, best=told, diverged=int(diverged.sum())
    )
    chart(figure, "map", alt, height=max(340, 60 + 44 * min(rows, 11)), on_tile=look)
    if diverged.any():
        st.caption(texts.HATCHED)
    if best and page.sweeper.finished:
        count = len(tied(best, found.values(), measure))
        more = texts.TIED[min(count, 2)].format(count=count)
        st.markdown(texts.STAR.format(cell=name(sweep, best.column, best.row), value=_value(page, best)) + more)


def _hover(page: Sweeping, one: Outcome) -> str:
    kind = "diverged" if one.diverged else "new" if one.judged else "validation"
    value = "" if one.diverged else _value(page, one)
    step = min(repeat.step for repeat in one.repeats)
    return texts.HOVER[kind].format(cell=escape(name(page.sweep, one.column, one.row)), value=value, step=step)


def _value(page: Sweeping, one: Outcome) -> str:
    if one.judged:
        return headline(one.interval(page.measure), unit(page))
    return shown(one.validation(page.measure), unit(page))


def _cell(page: Sweeping, found: Found) -> None:
    sweep, one = page.sweep, page.shown()
    st.markdown(f"##### {texts.HEADINGS['cell']}")
    if one is None:
        st.info(texts.CLICK, icon=":material/ads_click:")
        return
    clicked = page.chosen == (one.column, one.row)
    run = sweep.run(one.column, one.row)
    st.markdown(f"{texts.CHOSEN if clicked else texts.BEST}: **{name(sweep, one.column, one.row)}**")
    if one.diverged:
        st.warning(texts.DIVERGED.format(step=min(repeat.step for repeat in one.repeats)), icon=":material/error:")
    _figures(page, one)
    _curve(page, one)
    url = (st.context.url or "").split("?")[0].removesuffix("sweep") + "?" + run.query()
    st.link_button(texts.OPEN, url, help=texts.OPEN_HELP, icon=":material/play_circle:")


def _figures(page: Sweeping, one: Outcome) -> None:
    """The number of the cell with its yardsticks beside it."""
    kind = unit(page)
    cells = []
    if not one.diverged:
        what = texts.VALUE_OF[page.measure][metric(page.sweep.base.problem)]
        note = texts.ON_NEW.format(tasks=600) if one.judged else texts.SO_FAR.format(value="").strip()
        cells.append((what, _value(page, one), note))
    known = _known(page, one.column, one.row)
    cells += [(YARDSTICKS[mark], headline(known[mark], kind), YARDSTICK_HELP[mark]) for mark in MARKS if mark in known]
    body = (f"<div><small>{escape(a)}</small><b>{escape(b)}</b><small>{escape(c)}</small></div>" for a, b, c in cells)
    st.html(f'<div class="figures">{"".join(body)}</div>')
    if len(one.repeats) > 1 and not one.diverged:
        values = ", ".join(shown(float(value), kind) for value in one.ends(page.measure))
        st.caption(texts.REPEATS.format(count=len(one.repeats), values=values))


def _known(page: Sweeping, column: int, row: int) -> dict:
    """The yardsticks of a cell's tasks in the unit of what is shown."""
    measured = page.measured(page.sweep.run(column, row))
    return (measured.metric if page.measure == "metric" else measured.loss) if measured else {}


def _curve(page: Sweeping, one: Outcome) -> None:
    checked = one.repeats[0].checked.tolist()
    values = np.stack([repeat.validation[page.measure] for repeat in one.repeats], axis=1)
    reached = min(repeat.step for repeat in one.repeats) if one.diverged else checked[-1]
    kept = [place for place, step in enumerate(checked) if step <= reached]
    checked, values = [checked[place] for place in kept], values[kept]
    known = _known(page, one.column, one.row)
    ends = [0, page.sweep.steps]
    marks = [(YARDSTICKS[mark], ends, [known[mark].mean] * 2) for mark in MARKS if mark in known]
    up = texts.VALUE_OF[page.measure][metric(page.sweep.base.problem)]
    figure = bands([Band(texts.CURVE, checked, values)], marks, texts.CURVE_AXES[0], up, log=False)
    mean = values.mean(axis=1)
    alt = texts.ALT["curve"].format(cell=name(page.sweep, one.column, one.row), first=mean[0], last=mean[-1])
    chart(figure, "cell_curve", alt, height=300)


def _lines(page: Sweeping, found: Found) -> None:
    sweep, kind = page.sweep, unit(page)
    st.markdown(f"##### {texts.HEADINGS['lines']}")
    note = texts.BAND_NOTE.format(count=sweep.seeds) if sweep.seeds > 1 else texts.ONE_NOTE
    st.caption(note + ("" if page.sweeper.finished else texts.LINES_RUNNING))
    dial = named(sweep.base.dials, sweep.x)
    places = [value[0] if dial.kind == "widths" else value for value in sweep.xs]
    if dial.kind == "choice":
        places = said(sweep, "x")
    names = [label(sweep, "x")] if sweep.y == NO_AXIS else said(sweep, "y")
    curves = []
    for row, title in enumerate(names):
        there = [column for column in range(len(places)) if (column, row) in found and not found[column, row].diverged]
        if there:
            ends = np.stack([found[column, row].ends(page.measure) for column in there])
            curves.append(Band(title, [places[column] for column in there], ends))
    marks = []
    for mark in MARKS:
        known = [(places[column], found_mark) for column in range(len(places))
                 if (found_mark := _known(page, column, 0).get(mark))]  # fmt: skip
        if known:
            marks.append((YARDSTICKS[mark], [x for x, _ in known], [interval.mean for _, interval in known]))
    up = texts.VALUE_OF[page.measure][metric(sweep.base.problem)]
    log = dial.kind != "choice" and min(places) > 0 and max(places) / min(places) >= 20
    told = ", ".join(
        texts.ALT["one"].format(label=band.name, first=shown(float(band.values[0].mean()), kind),
                                last=shown(float(band.values[-1].mean()), kind))
        for band in curves
    )  # fmt: skip
    alt = texts.ALT["lines"].format(name=up, values=told)
    chart(bands(curves, marks, label(sweep, "x"), up, log), "lines", alt, height=440)
    _table(page, found, names)


def _table(page: Sweeping, found: Found, names: list[str]) -> None:
    """The numbers behind the lines, with their yardsticks."""
    sweep, kind = page.sweep, unit(page)
    rows = {}
    for row, title in enumerate(names):
        rows[title] = ["✕" if one and one.diverged else _value(page, one) if one else "…"
                       for one in (found.get((column, row)) for column in range(len(sweep.xs)))]  # fmt: skip
    for mark in MARKS:
        known = [_known(page, column, 0).get(mark) for column in range(len(sweep.xs))]
        rows[YARDSTICKS[mark]] = [headline(interval, kind) if interval else "…" for interval in known]
    st.table(pd.DataFrame(rows, index=said(sweep, "x")).T)


def table(page: Sweeping) -> pd.DataFrame:
    """All numbers of the sweep, one a row."""
    sweep, rows = page.sweep, []
    for (column, row), one in sorted(page.outcomes().items(), key=lambda item: item[0][::-1]):
        for number, repeat in enumerate(one.repeats):
            at = (said(sweep, "x")[column], *(said(sweep, "y")[row : row + 1]), sweep.run(column, row, number).seed)
            for kind, values in repeat.validation.items():
                kept = [pair for pair in zip(repeat.checked, values, strict=True) if pair[0] <= repeat.step]
                rows += [(*at, f"validation {kind}", step, value) for step, value in kept]
            for kind, values in (repeat.new or {}).items():
                rows.append((*at, f"new tasks {kind}", repeat.step, float(values.mean())))
    axes = [sweep.x] if sweep.y == NO_AXIS else [sweep.x, sweep.y]
    return pd.DataFrame(rows, columns=[*axes, "seed", "quantity", "step", "value"])

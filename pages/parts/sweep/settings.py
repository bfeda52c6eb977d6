"""What a sweep is made of: its two axes with their values, and the dials that stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from metacore import registry
from metacore.dials import Dial, named
from metacore.registry import serving
from metacore.studies.sweep.axes import NO_AXIS, axis_dials, most_along, reach, spread
from metacore.studies.sweep.question import VALUES, Sweep, length_dials
from pages.parts.frame.shown import owned
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import able
from pages.parts.sweep import texts as words

SIZES = (4, 6, 8, 10, 12, 16)
TASKS = ("family", "shots", "tasks", "noise", "queries")
LEARNING = ("algorithm", "alpha", "beta", "inner_steps", "meta_batch", "hidden")


def draw(visit: Visit) -> None:
    """Draws the dials of a sweep; moving one begins another sweep, which keeps what it can."""
    sweep = visit.session.question
    with st.expander(words.AXES_TITLE, expanded=not (visit.session.started or visit.session.playing),
                     icon=":material/grid_on:"):  # fmt: skip
        first, second, third = st.columns(3, gap="medium")
        with first:
            _axis(sweep, "x", visit.set)
        with second:
            _axis(sweep, "y", visit.set)
        with third:
            _size(sweep, visit.set)
            for dial in length_dials():
                visit.dial(dial)
    with st.expander(words.SETTINGS, expanded=False, icon=":material/tune:"):
        base = sweep.base
        family = tuple(dial.name for dial in base.task_family.dials)
        own = tuple(dial.name for dial in base.method.dials)
        names = [name for name in (*TASKS, *family, *LEARNING, *own, "seed") if name not in (sweep.x, sweep.y)]
        columns = st.columns(4)
        for number, name in enumerate(name for name in names if name not in base.method.card.ignores):
            with columns[number % 4]:
                visit.dial(able(named(base.dials, name), base.problem), base)


def _axis(sweep: Sweep, axis: str, change: Callable[..., None]) -> None:
    """Which dial an axis has, and its values."""
    chooser = axis_dials(sweep.base)[0 if axis == "x" else 1]
    name, other = (sweep.x, sweep.y) if axis == "x" else (sweep.y, sweep.x)
    known = {dial.name: dial.label for dial in sweep.base.dials} | {NO_AXIS: words.NO_AXIS}
    key, choices = f"sweep_{axis}", [choice for choice in chooser.choices if choice != other]
    st.selectbox(
        chooser.label, choices, choices.index(name), key=key, help=chooser.help, format_func=known.__getitem__,
        on_change=owned(key, name, lambda: change(**{axis: st.session_state[key]})),
    )  # fmt: skip
    if name == NO_AXIS:
        return
    dial, values = named(sweep.base.dials, name), VALUES[0 if axis == "x" else 1]
    if dial.kind in ("choice", "widths"):
        _choices(sweep, dial, axis, values, change)
    else:
        _range(sweep, dial, axis, values, change)


def _choices(sweep: Sweep, dial: Dial, axis: str, values: str, change: Callable[..., None]) -> None:
    key, chosen = f"sweep_{axis}_choices", getattr(sweep, values)
    options: list[Any] = list(serving(sweep.base.problem) if dial.name == "algorithm" else dial.choices)
    if dial.kind == "widths":
        options = sorted({(4,), (10,), (20,), (40,), (64,), (128,), *chosen})
    known = registry.algorithms() if dial.name == "algorithm" else {}
    st.multiselect(
        words.VALUES.format(label=dial.label), options, list(chosen), key=key, max_selections=most_along(values, dial),
        help=words.VALUES_HELP,
        format_func=lambda value: known[value].card.label if value in known else dial.format(value),
        on_change=owned(key, list(chosen), lambda: change(**{values: tuple(st.session_state[key])})),
    )  # fmt: skip


def _range(sweep: Sweep, dial: Dial, axis: str, values: str, change: Callable[..., None]) -> None:
    chosen = getattr(sweep, values)
    key = f"sweep_{axis}_range of {sweep.said(axis)}"  # a slider with two ends takes its place from its value alone
    low, high = reach(dial)
    ends = min(chosen), max(chosen)
    stops = sorted({*(stop for stop in dial.stops if low <= stop <= high), low, high, *chosen})

    def moved() -> None:
        low, high = st.session_state[key]
        change(**{values: spread(dial, low, high, len(chosen))})

    st.select_slider(
        words.FROM_TO.format(label=dial.label.split(":")[0]), stops, ends, dial.format, key=key,
        help=f"{dial.help} {words.VALUES_HELP}", on_change=owned(key, ends, moved),
    )  # fmt: skip
    st.caption(" · ".join(sweep.said(axis)))


def _size(sweep: Sweep, change: Callable[..., None]) -> None:
    """How many values the numeric axes have."""
    known = {dial.name: dial for dial in sweep.base.dials}
    able = {
        values: known[name]
        for values, name in zip(VALUES, (sweep.x, sweep.y), strict=True)
        if name in known and known[name].kind in ("number", "integer")
    }
    if not able:
        return
    now = max(len(getattr(sweep, values)) for values in able)

    def moved() -> None:
        size = st.session_state["sweep_size"]
        change(
            **{
                values: spread(dial, min(getattr(sweep, values)), max(getattr(sweep, values)), size)
                for values, dial in able.items()
            }
        )

    sizes = sorted({*SIZES, now})
    st.selectbox(
        words.SIZE, sizes, sizes.index(now), key="sweep_size", help=words.SIZE_HELP,
        on_change=owned("sweep_size", now, moved),
        format_func=lambda size: words.SIZE_OPTION.format(size=size) if len(able) == 2 else str(size),
    )  # fmt: skip

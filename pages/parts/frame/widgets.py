"""Dials as widgets, all made from their declarations; ready-made examples to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

import streamlit as st

from metacore import registry
from metacore.dials import Dial
from metacore.registry import serving
from metacore.run_dials import NO_ENSEMBLE
from metacore.tables import samples
from metacore.types import Problem
from pages.parts.frame import texts
from pages.parts.frame.address import noticed
from pages.parts.frame.shown import opens, owned

Thing = TypeVar("Thing")


def widget(dial: Dial, value: Any, key: str, moved: Callable[[], None], note: str = "") -> None:
    """Draws one dial at ``value``; ``moved`` is called once the visitor has set ``st.session_state[key]``."""
    if dial.kind == "choice" and len(dial.choices) == 1:
        return  # nothing to choose
    held = _held(dial, value)
    told = owned(key, held, moved)
    common: dict[str, Any] = {"label": dial.label, "key": key, "help": dial.help + note, "on_change": told}
    match dial.kind:
        case "choice":
            at = dial.choices.index(held) if held in dial.choices else None
            st.selectbox(options=dial.choices, index=at, format_func=_name_of(dial), **common)
        case "several":
            most = int(dial.high)
            st.multiselect(
                options=dial.choices, default=held, format_func=_name_of(dial), max_selections=most, **common
            )
        case "widths":
            options = list(dict.fromkeys(["4", "10", "20", "40", "20,20", "40,40", held]))
            st.selectbox(options=options, index=options.index(held), accept_new_options=True, **common)
        case "integer" if not dial.stops:
            st.number_input(min_value=int(dial.low), max_value=int(dial.high), value=held, step=1, **common)
        case "number" if not dial.stops:
            st.slider(min_value=float(dial.low), max_value=float(dial.high), value=held, **common)
        case _:
            endless = dial.name == "tasks"
            stops = sorted({*dial.stops, value}, key=lambda stop: (endless and stop == 0, stop))
            st.select_slider(options=stops, value=held, format_func=lambda stop: _shown(dial, stop), **common)


def _held(dial: Dial, value: Any) -> Any:
    """A value as its widget holds it."""
    match dial.kind:
        case "several":
            return list(value)
        case "widths":
            return dial.format(value)
        case "number" if not dial.stops:
            return float(value)
    return value


def _shown(dial: Dial, value: Any) -> str:
    return texts.ENDLESS if dial.name == "tasks" and value == 0 else dial.format(value)


def _name_of(dial: Dial) -> Any:
    folders: dict[str, Callable[[], Mapping[str, Any]]] = {
        "family": registry.families,
        "families": registry.families,
        "algorithm": registry.algorithms,
        "learner": registry.learners,
        "ensemble": registry.combiners,
        "pool": registry.pools,
    }

    def name(value: str) -> str:
        if value == NO_ENSEMBLE:
            return texts.NO_ENSEMBLE_LABEL
        if dial.name in folders:
            return folders[dial.name]()[value].card.label
        if dial.name == "dataset" and value in samples.names():
            return samples.card(value).label
        return texts.OPTIONS.get(dial.name, {}).get(value, value)

    return name


def able(dial: Dial, problem: Problem) -> Dial:
    """``dial`` with the choices that serve ``problem``, where it chooses a meta-learner."""
    return replace(dial, choices=tuple(serving(problem))) if dial.name == "algorithm" else dial


def grouped(
    groups: Mapping[str, Sequence[str]],
    fields: Mapping[str, Any],
    more: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[Any]:
    """The fields that are there, group by group, each group under its title; ``more`` names follow the group that
    begins with the field they are given under.
    """
    for title, names in groups.items():
        there = [fields[name] for name in (*names, *more.get(names[0], ())) if name in fields]
        if there:
            st.subheader(title)
        yield from there


def given(dial: Dial, key: str) -> Any:
    """What the visitor has set ``dial`` to. Raises DialError."""
    value = st.session_state[key]
    if dial.kind == "several":
        return dial.check(tuple(value))
    return dial.parse(value) if isinstance(value, str) else dial.check(value)


def examples(
    key: str,
    labels: Mapping[str, str],
    all_of_them: Mapping[str, Thing],
    current: Thing,
    choose: Callable[[Thing], None],
) -> str | None:
    """Offers ready-made settings; the name of those that are ``current``."""
    now = next((name for name, thing in all_of_them.items() if thing == current), None)

    def chosen() -> None:
        if name := st.session_state[key]:
            with noticed():
                choose(all_of_them[name])
                opens()

    st.pills(
        "Examples", list(all_of_them), default=now, format_func=labels.__getitem__, key=key,
        on_change=owned(key, now, chosen), label_visibility="collapsed",
    )  # fmt: skip
    return now

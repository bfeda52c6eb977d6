"""The dials of the sidebar, all made from their declarations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.run import NO_ENSEMBLE, Run
from pages.parts import texts
from pages.parts.trainer import Trainer


def sidebar(trainer: Trainer) -> None:
    """Draws every dial of the run; moving one moves it in ``trainer``."""
    dials = {dial.name: dial for dial in trainer.run.dials}
    grouped = [name for _, names in texts.GROUPS.values() for name in names]
    own = [name for name in dials if name not in grouped and name != "weights"]
    with st.sidebar:
        for group, (title, names) in texts.GROUPS.items():
            st.subheader(title)
            for name in (*names, *(own if group == "learner" else ())):
                _draw(trainer, dials[name])


def _draw(trainer: Trainer, dial: Dial) -> None:
    value, key = getattr(trainer.run, dial.name), f"dial_{dial.name}"
    help_text = dial.help
    if dial.name == "noise":
        help_text += f" Here: the {trainer.run.task_family.noise_word}."
    common: dict[str, Any] = {"label": dial.label, "key": key, "help": help_text}
    common |= {"on_change": _moved, "args": (trainer, dial, key)}
    match dial.kind:
        case "choice" if len(dial.choices) == 1:
            return  # nothing to choose
        case "choice":
            st.session_state[key] = value
            st.selectbox(options=dial.choices, format_func=_name_of(dial), **common)
        case "widths":
            st.session_state[key] = dial.format(value)
            options = dict.fromkeys([*("4", "10", "20", "40", "20,20", "40,40"), dial.format(value)])
            st.selectbox(options=list(options), accept_new_options=True, **common)
        case "integer" if not dial.stops:
            st.session_state[key] = value
            st.number_input(min_value=int(dial.low), max_value=int(dial.high), step=1, **common)
        case _:
            st.session_state[key] = value
            endless = dial.name == "tasks"
            stops = sorted({*dial.stops, value}, key=lambda stop: (endless and stop == 0, stop))
            st.select_slider(options=stops, format_func=lambda stop: _shown(dial, stop), **common)


def _shown(dial: Dial, value: Any) -> str:
    return texts.ENDLESS if dial.name == "tasks" and value == 0 else dial.format(value)


def _name_of(dial: Dial) -> Any:
    folders: dict[str, Callable[[], Mapping[str, Any]]] = {
        "family": registry.families,
        "algorithm": registry.algorithms,
        "learner": registry.learners,
        "ensemble": registry.combiners,
    }

    def name(value: str) -> str:
        if value == NO_ENSEMBLE:
            return texts.NO_ENSEMBLE_LABEL
        return folders[dial.name]()[value].card.label if dial.name in folders else value

    return name


def _moved(trainer: Trainer, dial: Dial, key: str) -> None:
    given = st.session_state[key]
    try:
        value = dial.parse(given) if isinstance(given, str) else dial.check(given)
        changes = {dial.name: value}
        if dial.name == "seed":
            changes["weights"] = value
        trainer.set(**changes)
    except DialError as fault:
        st.session_state["notice"] = [texts.FAULTY_DIAL.format(fault=fault)]
    else:
        st.session_state["notice"] = []


def run_of_address() -> tuple[Run | None, list[DialError]]:
    """The run that the address spells and what was wrong with it; no run where the address says nothing."""
    pairs = [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]
    return Run.lenient(pairs) if pairs else (None, [])


def write_address(run: Run) -> None:
    """Makes the address hold the whole run."""
    if st.query_params.to_dict() != run.texts():
        st.query_params.from_dict(run.texts())

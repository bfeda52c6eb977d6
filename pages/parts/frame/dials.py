"""The dials of the sidebar, all made from their declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.run import Run, serving
from metacore.run_dials import NO_ENSEMBLE
from metacore.tables import samples
from pages.parts.frame import texts
from pages.parts.frame.clock import heard, redraw
from pages.parts.playground.session import Trainer

Thing = TypeVar("Thing")


def sidebar(trainer: Trainer, hidden: Sequence[str] = ()) -> None:
    """Draws every dial of the run that has an effect, but not those ``hidden``; moving one moves it in ``trainer``."""
    run = trainer.run
    hidden = (*hidden, *run.method.card.ignores, *(("objective",) if run.trainable_ensemble == NO_ENSEMBLE else ()))
    dials = {dial.name: dial for dial in run.dials if dial.name not in hidden}
    grouped = [name for _, names in texts.GROUPS.values() for name in names]
    own = [name for name in dials if name not in grouped and name != "weights"]
    at_family = [dial.name for dial in run.task_family.dials]
    with st.sidebar:
        for group, (title, names) in texts.GROUPS.items():
            st.subheader(title)
            more = [name for name in own if (name in at_family) == (group == "tasks")]
            for name in (*names, *(more if group in ("tasks", "learner") else ())):
                if name in dials:
                    _draw(trainer, dials[name])


def _draw(trainer: Trainer, dial: Dial) -> None:
    key = f"dial_{dial.name}"
    if dial.name == "algorithm":
        dial = replace(dial, choices=tuple(serving(trainer.run.problem)))
    widget(dial, getattr(trainer.run, dial.name), key, lambda: _moved(trainer, dial, key), _note(trainer.run, dial))


def _note(run: Run, dial: Dial) -> str:
    return texts.NOISE_NOTES[run.problem.kind] if dial.name == "noise" else ""


def widget(dial: Dial, value: Any, key: str, moved: Callable[[], None], note: str = "") -> None:
    """Draws one dial at ``value``; ``moved`` is called once the visitor has set ``st.session_state[key]``."""
    if dial.kind == "choice" and len(dial.choices) == 1:
        return  # nothing to choose
    held = _held(dial, value)
    told = heard(key, held, moved, dial)
    common: dict[str, Any] = {"label": dial.label, "key": key, "help": dial.help + note, "on_change": told}
    match dial.kind:
        case "choice":
            st.selectbox(options=dial.choices, format_func=_name_of(dial), **common)
        case "several":
            most = int(dial.high)
            st.multiselect(options=dial.choices, format_func=_name_of(dial), max_selections=most, **common)
        case "widths":
            options = dict.fromkeys(["4", "10", "20", "40", "20,20", "40,40", held])
            st.selectbox(options=list(options), accept_new_options=True, **common)
        case "integer" if not dial.stops:
            st.number_input(min_value=int(dial.low), max_value=int(dial.high), step=1, **common)
        case "number" if not dial.stops:
            st.slider(min_value=float(dial.low), max_value=float(dial.high), **common)
        case _:
            endless = dial.name == "tasks"
            stops = sorted({*dial.stops, value}, key=lambda stop: (endless and stop == 0, stop))
            st.select_slider(options=stops, format_func=lambda stop: _shown(dial, stop), **common)


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


def _moved(trainer: Trainer, dial: Dial, key: str) -> None:
    with noticed():
        value = given(dial, key)
        trainer.set(**({"seed": value, "weights": value} if dial.name == "seed" else {dial.name: value}))


def given(dial: Dial, key: str) -> Any:
    """What the visitor has set ``dial`` to. Raises DialError."""
    value = st.session_state[key]
    if dial.kind == "several":
        return dial.check(tuple(value))
    return dial.parse(value) if isinstance(value, str) else dial.check(value)


@contextmanager
def noticed() -> Iterator[None]:
    """Says on the page why a value was not taken, where it was not; the whole page is drawn again."""
    redraw()
    try:
        yield
    except DialError as fault:
        tell([texts.FAULTY_DIAL.format(fault=fault)])
    else:
        tell([])


def tell(notices: Iterable[str]) -> None:
    """Has this page say ``notices`` until it is told others."""
    st.session_state[f"notices of {st.context.url}"] = list(notices)


def notices() -> None:
    """Shows what could not be taken."""
    for notice in st.session_state.get(f"notices of {st.context.url}", []):
        st.warning(notice, icon=":material/rule:")


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

    st.pills(
        "Examples", list(all_of_them), format_func=labels.__getitem__, key=key, on_change=heard(key, now, chosen),
        label_visibility="collapsed",
    )  # fmt: skip
    return now


def address() -> list[tuple[str, str]]:
    """The name-value pairs of the address."""
    return [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]


def run_of_address() -> tuple[Run | None, list[DialError]]:
    """The run that the address spells and what was wrong with it; no run where the address says nothing."""
    pairs = address()
    return Run.lenient(pairs) if pairs else (None, [])


def write_address(settings: dict[str, str]) -> None:
    """Makes the address hold all ``settings``."""
    if st.query_params.to_dict() != settings:
        st.query_params.from_dict(settings)

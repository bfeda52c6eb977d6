"""What the address says, and what could not be taken of it or of a dial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metacore.dials import DialError
from pages.parts.frame import texts
from pages.parts.frame.shown import redraw

_SENT = "the address that was sent last"


def address() -> list[tuple[str, str]]:
    """The name-value pairs of the address."""
    return [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]


def came_back() -> bool:
    """Whether it is the browser's Back or Forward that asks for the page."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def write_address(settings: dict[str, str]) -> None:
    """Makes the address hold all ``settings``; a message brings the one that the browser had when it left."""
    if not st.query_params.to_dict() == settings == st.session_state.get(_SENT):
        st.session_state[_SENT] = settings  # first: the next message may cut short what comes after it is sent
        st.query_params.from_dict(settings)


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

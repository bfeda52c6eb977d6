"""A clock in the browser that asks, several times a second, whether there is something new.

A fragment with ``run_every`` would send everything it draws at every beat; here a beat without news sends next to
nothing, and a beat with news redraws the fragment that shows it. The next beat waits for the answer to this one, so
that a slow page is not asked for more than it can draw.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import streamlit as st

from pages.parts.frame.components import component

_NAME = "clock"
_mount = component(_NAME, "clock.js", '<div class="clock"></div>')

# A widget's value may arrive along with a beat, in a run of one fragment: the rest of the page must hear of it too.
MOVED = "a widget was moved"
_PAGE = "how often the page was drawn"


class Live(Protocol):
    """What goes on while the page is open. It may have an ``outline``: what the fixed part of the page depends on."""

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""


def new_page() -> None:
    """Begins the page anew: nobody has moved anything on it yet."""
    st.session_state[MOVED] = False
    st.session_state[_PAGE] = st.session_state.get(_PAGE, 0) + 1


def redraw() -> None:
    """Has all of the page drawn, where only a fragment was asked for: to be called when a widget was moved."""
    st.session_state[MOVED] = True


def controlled(key: str, value: Any, moved: Callable[[], None], shape: Any = None) -> Callable[[], None]:
    """Puts the widget ``key`` at ``value``; returns what is to be called on a change, which calls ``moved``.

    A beat brings along the values of all widgets. One that left the browser before this page was there still has the
    old value, and that is nobody's wish. A widget that stands there already is not put there again: where that arrives
    at the moment at which it is moved, the browser would lose the move. With another ``shape`` it is another widget.
    """
    before, made = st.session_state.get(key), f"shape of {key}"
    if key not in st.session_state or before != value or st.session_state.get(made) != shape:
        st.session_state[key] = value
    st.session_state[made] = shape

    def told() -> None:
        redraw()
        if not (_late() and st.session_state[key] == before != value):
            moved()

    return told


def _late() -> bool:
    """Whether this run is due to a beat from a page that has been drawn anew since."""
    beat = getattr(st.session_state.get(_NAME), "beat", None)
    return beat is not None and beat["page"] != st.session_state[_PAGE]


def clock(seconds: float, live: Live, *fragments: str) -> None:
    """Has ``live`` tick so many seconds after each answer while it is busy; draws ``fragments`` where it has news."""
    drawn = _outline(live)  # of the rest of the page

    def beat() -> None:
        fresh = live.tick()
        if drawn != _outline(live) or st.session_state.get(MOVED):
            st.rerun()  # the buttons and the clock change too, or the address
        if fresh:
            st.rerun([*fragments, _NAME])

    @st.fragment(key=_NAME)
    def face() -> None:
        answer = {"seconds": seconds if live.busy else 0, "page": st.session_state[_PAGE], "at": time.monotonic()}
        _mount(key=_NAME, data=answer, on_beat_change=beat)

    face()


def _outline(live: Live) -> Any:
    return getattr(live, "outline", (live.busy, live.playing))

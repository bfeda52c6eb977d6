"""A clock in the browser that asks, several times a second, whether there is something new.

A fragment with ``run_every`` would send everything it draws at every beat; here a beat without news sends next to
nothing, and a beat with news redraws the fragment that shows it. The next beat waits for the answer to this one, so
that a slow page is not asked for more than it can draw.
"""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import urlencode

import streamlit as st

from metacore.workers.cluster import CLUSTER
from pages.parts.frame.components import component, sent
from pages.parts.frame.shown import draw_now, shown, timely, version

SILENT = 3.0  # seconds without an answer to anybody, after which that is said
_NAME = "clock"
_mount = component(_NAME, "clock.js", '<div class="clock"></div>')


class Live(Protocol):
    """What goes on while the page is open. It may have an ``outline``: what the fixed part of the page depends on.

    Its buttons depend on whether it has ``started`` and is ``finished``, where it can be. It may also say when there
    will be ``news``: in so many seconds, before which nobody need ask.
    """

    @property
    def question(self) -> Any:
        """What is asked, frozen, and the same as the ``texts()`` of the address."""

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""


def clock(seconds: float, live: Live, *fragments: str) -> None:
    """Has ``live`` tick so many seconds after each answer while it is busy; draws ``fragments`` where it has news."""
    drawn = _outline(live)  # of the rest of the page

    def beat() -> None:
        timely()  # a beat asks for nothing that could be too late; it tells what the browser has been shown
        _note_beat()
        fresh = live.tick()
        if drawn != _outline(live) or shown().moved:
            draw_now()  # the buttons and the clock change too, or the address
        if fresh:
            draw_now(*fragments, _NAME)

    @st.fragment(key=_NAME)
    def face() -> None:
        answer = {
            "seconds": max(seconds, getattr(live, "news", 0.0)) if live.busy else 0,
            "page": shown().next_answer(),
            "of": "" if shown().page == "playground" else shown().page,  # as the address calls it
            "query": urlencode(live.question.texts()),
            "opened": shown().opened,
            "beat": shown().beat,  # so that who waits for all answers knows the last one
        }
        _mount(key=_NAME, data=answer, on_beat_change=beat)
        version()  # the last thing on a page

    face()


def _note_beat() -> None:
    """Notes which beat is answered: browsers name theirs by the time."""
    if type(name := sent(_NAME, "beat")) is int:
        shown().beat = name


def silent(live: Live) -> bool:
    """Whether the engine is waited for, and has not answered anybody for a while."""
    return live.busy and CLUSTER.silence > SILENT


def _outline(live: Live) -> Any:
    buttons = [getattr(live, name, None) for name in ("playing", "started", "finished")]
    return getattr(live, "outline", live.busy), *buttons, silent(live)

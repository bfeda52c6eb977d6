"""A clock in the browser that asks, several times a second, whether there is something new.

A fragment with ``run_every`` would send everything it draws at every beat; here a beat without news sends next to
nothing, and a beat with news redraws the fragment that shows it.
"""

from __future__ import annotations

from typing import Protocol

import streamlit as st

_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".clock");
  clearInterval(node.timer);
  if (data.seconds) node.timer = setInterval(() => setTriggerValue("beat", Date.now()), 1000 * data.seconds);
  return () => clearInterval(node.timer);
}
"""
_mount = st.components.v2.component("clock", html='<div class="clock"></div>', js=_JS, isolate_styles=False)


# A dial's value may arrive along with a beat, in a run of one fragment: the rest of the page must hear of it too.
MOVED = "a dial was moved"


class Live(Protocol):
    """What goes on while the page is open."""

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""


def clock(seconds: float, live: Live, fragment: str) -> None:
    """Has ``live`` tick every so many seconds while it is busy, and redraws ``fragment`` where something is new."""

    drawn = live.busy, live.playing  # by the rest of the page

    def beat() -> None:
        fresh = live.tick()
        if drawn != (live.busy, live.playing) or st.session_state.get(MOVED):
            st.rerun()  # the buttons and the clock change too, or the address
        if fresh:
            st.rerun(fragment)

    @st.fragment(key="clock")
    def face() -> None:
        _mount(key="clock", data={"seconds": seconds if live.busy else 0}, on_beat_change=beat)

    face()

"""A clock in the browser that asks, several times a second, whether there is something new.

A fragment with ``run_every`` would send everything it draws at every beat; here a beat without news sends next to
nothing, and a beat with news redraws the fragment that shows it.
"""

from __future__ import annotations

from collections.abc import Callable

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


def clock(seconds: float, beat: Callable[[], None]) -> None:
    """Calls ``beat`` every so many seconds while the page is open; never where ``seconds`` is zero."""

    @st.fragment(key="clock")
    def face() -> None:
        _mount(key="clock", data={"seconds": seconds}, on_beat_change=beat)

    face()

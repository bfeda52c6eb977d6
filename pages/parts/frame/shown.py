"""What stands on a page belongs to the session: a widget shows it, and a message of the browser asks for a change.

Every message brings the values of all widgets, and may have left before the newest page came. So a page ends with its
version, in a field that nobody sees and that the browser sends along with all it says. A message that saw an older
version than one that came before is late, and changes nothing; neither does a widget of which the browser had not been
shown yet what it stands for now, nor a change to what already is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

SEEN = "seen"  # the key of the field
_SHOWN = "what is shown"


@dataclass
class Thing:
    """What one widget stands for, since which version, and in which drawing of the page it came last."""

    value: Any
    since: int
    drawn: int


@dataclass
class Shown:
    """What one visit is shown. ``version``: the newest; ``heard``: the newest that a message of the browser saw."""

    page: str = ""
    drawing: int = 0
    answers: int = 0
    beat: int = 0  # the newest of the clock in the browser
    opened: int = 0  # examples, each a place of its own in the browser's history
    version: int = 0
    heard: int = 0
    changed: bool = True  # since the newest version
    moved: bool = False  # whether the page is to be drawn again, where only a fragment was asked for
    things: dict[str, Thing] = field(default_factory=dict)

    def begin(self, page: str) -> None:
        """Begins to draw a page."""
        if page != self.page:
            self.page, self.things = page, {}
        self.drawing, self.changed, self.moved = self.drawing + 1, True, False

    def end(self) -> int:
        """Ends a version where something has changed: what is not on the page any more is forgotten."""
        self.things = {key: thing for key, thing in self.things.items() if thing.drawn == self.drawing}
        self.version, self.changed = self.version + self.changed, False
        return self.version

    def next_answer(self) -> int:
        """A number for what is sent to the clock, so that no two answers are alike."""
        self.answers += 1
        return self.answers

    def coming(self) -> int:
        """The version in which what changes now will be shown."""
        self.changed = True
        return self.version + 1

    def timely(self, seen: int | None) -> bool:
        """Takes in what a message saw, None where that is not known yet; False where it is late."""
        if seen is None:
            return True
        late, self.heard = seen < self.heard, max(self.heard, min(seen, self.version))
        return not late

    def put(self, key: str, value: Any, held: Any) -> bool:
        """Notes what a widget stands for; whether the browser, which holds ``held``, has to be told."""
        thing = self.things.get(key)
        tell = held != value or (thing is not None and thing.since > self.heard)
        self.things[key] = Thing(value, self.coming() if tell else thing.since if thing else 0, self.drawing)
        return tell

    def meant(self, key: str, seen: int | None) -> Thing | None:
        """What a message about a widget is about, where the browser had been shown what that stands for."""
        thing = self.things.get(key)
        return thing if self.timely(seen) and thing and (seen or 0) >= thing.since else None


def shown() -> Shown:
    """What this visit is shown."""
    return st.session_state.setdefault(_SHOWN, Shown())


class _Sent(int):
    """A version as it was sent: what a browser says of it is a plain number."""


def _seen() -> int | None:
    """The version that the browser says it saw; None before it says so on this page."""
    seen = st.session_state.get(SEEN)
    return seen if type(seen) is int else None


def timely() -> bool:
    """Whether the message that is being answered is not late."""
    return shown().timely(_seen())


def opens() -> None:
    """Has what is being asked for add to the browser's history; anything else takes the place of what was asked."""
    shown().opened += 1


def redraw() -> None:
    """Has all of the page drawn, where only a fragment was asked for."""
    shown().moved = True


def draw_now(*fragments: str) -> None:
    """Has a callback's message answered by these fragments, or by all of the page.

    All of a page that is drawn anyway, which may be another one by now, is not to be cut short.
    """
    context = get_script_run_ctx()
    if context and context.fragment_ids_this_run:
        st.rerun([*fragments] if fragments else "app")


def owned(key: str, value: Any, moved: Callable[[], None]) -> Callable[[], None]:
    """Has the widget ``key`` stand at ``value``, which is also to be its default; returns its ``on_change``.

    ``moved`` is called where the visitor asks for another value, which is ``st.session_state[key]``.
    """
    held = st.session_state.get(key, value if key not in shown().things else None)
    if shown().put(key, value, held):
        st.session_state[key] = value

    def told() -> None:
        redraw()
        thing, value = shown().meant(key, _seen()), st.session_state.get(key)
        if thing and value != thing.value:
            thing.value = value
            moved()

    return told


def pressed(key: str, meaning: Any, action: Callable[[], None]) -> Callable[[], None]:
    """The ``on_click`` of the button ``key``. What is pressed twice before the answer is shown counts once."""
    it = shown()
    thing = it.things.get(key)
    since = 0 if thing is None else thing.since if thing.value == meaning else it.coming()
    it.things[key] = Thing(meaning, since, it.drawing)

    def told() -> None:
        redraw()
        if thing := shown().meant(key, _seen()):
            thing.since = shown().coming()
            action()

    return told


def version() -> None:
    """Ends what is drawn with its version, which the browser sends along from then on."""
    it = shown()
    if it.changed or it.heard < it.version:
        st.session_state[SEEN] = _Sent(it.end())
    st.number_input(SEEN, value=it.version, key=SEEN, label_visibility="collapsed")

"""Who moved a widget: the visitor, or a beat that left the browser before the page set it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.parts.frame import clock


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session in which the page has set the dial from 1 to 2."""
    held: dict[str, Any] = {"dial": 1}
    monkeypatch.setattr(clock, "st", SimpleNamespace(session_state=held))
    clock.new_page()
    return held


def test_a_widget_is_put_where_it_belongs_and_not_again_while_it_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[Any] = []

    class Session(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            super().__setitem__(key, value)
            put.extend([value] if key == "dial" else [])

    session = Session()
    monkeypatch.setattr(clock, "st", SimpleNamespace(session_state=session))
    for value, shape in [(1, "to 5"), (1, "to 5"), (2, "to 5"), (2, "to 9")]:
        clock.controlled("dial", value, lambda: None, shape)
    assert put == [1, 2, 2]
    session |= {"dial": 7}  # moved, and refused
    clock.controlled("dial", 2, lambda: None, "to 9")
    del session["dial"]  # another page was shown meanwhile
    clock.controlled("dial", 2, lambda: None, "to 9")
    assert put == [1, 2, 2, 2, 2]


def told(state: dict[str, Any], now: int, page: int | None) -> bool:
    """Whether the dial is heard when ``now`` comes along with a beat of ``page``, or without one."""
    calls: list[int] = []
    callback = clock.controlled("dial", 2, lambda: calls.append(state["dial"]))
    assert state["dial"] == 2
    state["dial"] = now
    state["clock"] = SimpleNamespace(beat=page and {"page": page, "at": 0})
    callback()
    assert state[clock.MOVED], "the page is drawn again in any case"
    return calls == [now]


def test_the_old_value_along_with_a_beat_of_an_older_page_is_nobodys_wish(state: dict[str, Any]) -> None:
    clock.new_page()
    assert not told(state, 1, page=1)


@pytest.mark.parametrize(("now", "page"), [(1, 2), (3, 1), (1, None)])
def test_all_else_is_heard(state: dict[str, Any], now: int, page: int | None) -> None:
    clock.new_page()
    assert told(state, now, page)


def test_a_dial_that_the_page_left_alone_is_heard_whatever_the_beat(state: dict[str, Any]) -> None:
    state["dial"] = 2
    clock.new_page()
    assert told(state, 3, page=1)

"""A message changes what its browser had been shown, and only where it asks for something else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.parts.frame import shown
from pages.parts.frame.shown import SEEN, owned, pressed, redraw, timely, version


class Visit:
    """A visit whose page has one dial and one button; ``says`` is a message of its browser."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state: dict[str, Any] = {}
        self.dial, self.word, self.asked, self.sent = 1, "Play", list[Any](), list[tuple[str, Any]]()
        page = SimpleNamespace(session_state=self.state, number_input=lambda *_, **__: None)
        monkeypatch.setattr(shown, "st", page)

    def draws(self, page: str = "one", whole: bool = True) -> None:
        """The page is drawn; what the browser is told to put elsewhere is noted."""
        shown.shown().begin(page)
        before = dict(self.state)
        self.told = owned("dial", self.dial, lambda: self.takes(self.state["dial"]))
        self.sent += [(key, self.state[key]) for key in ("dial",) if self.state.get(key) != before.get(key)]
        self.state.setdefault("dial", self.dial)
        self.clicked = pressed("play", self.word, lambda: self.asked.append(self.word))
        if whole:
            version()

    def takes(self, value: Any) -> None:
        self.asked.append(value)
        self.dial = value

    def says(self, saw: int | None, dial: Any = None, click: bool = False) -> None:
        if saw is not None:
            self.state[SEEN] = saw
        if dial is not None and dial != self.state["dial"]:
            self.state["dial"] = dial
            self.told()
        if click:
            self.clicked()
        self.late = not timely()  # as every beat asks


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    made = Visit(monkeypatch)
    made.draws()
    return made


def test_a_move_is_heard_once_and_the_next_one_too_before_any_answer(visit: Visit) -> None:
    visit.says(1, dial=2)
    visit.says(1, dial=2)
    visit.says(1, dial=3)
    assert visit.asked == [2, 3]


def test_moving_there_and_back_before_the_page_is_drawn_again_is_heard(visit: Visit) -> None:
    visit.says(1, dial=2)
    visit.says(1, dial=1)
    assert visit.asked == [2, 1]


def test_a_browser_that_was_not_shown_where_a_dial_was_put_asks_for_nothing(visit: Visit) -> None:
    visit.says(1)
    visit.dial = 5  # a button did that
    visit.draws()
    visit.says(1, dial=1)
    assert visit.asked == [] and shown.shown().moved, "but the page is drawn again, and puts it again"
    visit.draws()
    assert visit.state["dial"] == 5
    visit.says(3, dial=1)
    assert visit.asked == [1]


def test_what_the_browser_has_not_been_shown_yet_is_put_again(visit: Visit) -> None:
    """A page may be interrupted, and what was sent of it is dropped, before the browser gets any of it."""
    visit.says(1)
    visit.dial = 5
    visit.draws(whole=False)
    visit.state["dial"] = 0  # stands for what the browser still shows; the server takes its own word for it
    visit.draws()
    assert visit.state["dial"] == 5
    visit.draws()
    visit.says(2, dial=1)
    assert visit.asked == [], "the third version was the first to come through whole"


def test_a_message_that_saw_less_than_one_before_it_is_late(visit: Visit) -> None:
    visit.says(1, dial=2)
    visit.draws()
    visit.says(2)
    assert not visit.late
    visit.says(1, dial=7, click=True)
    assert visit.asked == [2] and visit.late


def test_a_button_pressed_twice_before_its_answer_counts_once(visit: Visit) -> None:
    visit.says(1, click=True)
    visit.says(1, click=True)
    assert visit.asked == ["Play"]
    visit.draws()
    visit.says(1, click=True)
    assert visit.asked == ["Play"]
    visit.says(2, click=True)
    assert visit.asked == ["Play", "Play"]


def test_a_button_that_reads_otherwise_now_was_not_pressed(visit: Visit) -> None:
    visit.says(1)
    visit.word = "Pause"
    visit.draws()
    visit.says(1, click=True)
    assert visit.asked == []
    visit.says(2, click=True)
    assert visit.asked == ["Pause"]


def test_a_browser_that_has_not_said_what_it_saw_presses_what_was_always_there(visit: Visit) -> None:
    visit.says(None, click=True)
    visit.draws()
    visit.says(None, click=True)
    assert visit.asked == ["Play"], "what the server sent is not what the browser has been shown"


def test_another_page_begins_anew_and_forgets_what_was_on_the_first(visit: Visit) -> None:
    visit.says(1, click=True)
    visit.draws("two")
    visit.says(1, click=True)
    assert visit.asked == ["Play", "Play"]


def test_a_page_says_until_it_is_heard_which_version_it_is(visit: Visit) -> None:
    assert visit.state[SEEN] == 1
    visit.says(1)
    version()
    assert type(visit.state[SEEN]) is int, "a browser that knows is not told again"
    redraw()
    visit.draws()
    assert visit.state[SEEN] == 2 and type(visit.state[SEEN]) is not int

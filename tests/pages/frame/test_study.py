"""What a change of the question does to a visitor's session: one that goes on is told, all others begin anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from metacore.dials import DialError
from metacore.run import Run
from pages.parts.frame import address, page, study
from pages.parts.frame.shown import Shown
from pages.parts.frame.study import Study, Visit, play


@dataclass
class Anew:
    """A session that begins anew with every question."""

    question: Run
    playing: bool = False


@dataclass
class Lasting:
    """A session that goes on with another question."""

    question: Run
    told: list[Any] = field(default_factory=list)

    def enter(self, question: Run) -> Lasting:
        self.told.append(question)
        return self

    def set(self, **changes: Any) -> Lasting:
        self.question = self.question.replace(**changes)
        return self


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a reload would find, by where it is kept."""
    found: dict[str, Any] = {}
    streamlit = SimpleNamespace(session_state={}, context=SimpleNamespace(url="here"))
    for module in (study, address, page):
        monkeypatch.setattr(module, "st", streamlit)
    monkeypatch.setattr(address, "redraw", lambda: None)
    monkeypatch.setattr(study, "keep", found.__setitem__)
    monkeypatch.setattr(study, "find", found.get)
    return found


def visit(begin: Any, keeps: bool = False) -> Visit:
    made = Visit(Study("made", None, Run, begin, lambda: Run.parse(""), lambda _: None, lambda _: None, kept=keeps))
    made.go_on(begin(Run.parse("alpha=0.1")))
    return made


def test_a_session_that_does_not_go_on_begins_anew(kept: dict[str, Any]) -> None:
    it = visit(Anew)
    before = it.session
    it.set(alpha=0.3)
    assert it.session is not before and it.session.question.alpha == 0.3
    it.enter(it.session.question)
    assert it.session.question.alpha == 0.3 and not kept


def test_a_change_to_what_already_is_changes_nothing(kept: dict[str, Any]) -> None:
    it = visit(Anew)
    before = it.session
    it.set(alpha=0.1)
    assert it.session is before


def test_a_session_that_goes_on_is_told(kept: dict[str, Any]) -> None:
    it = visit(Lasting)
    before = it.session
    it.set(alpha=0.3)
    it.enter(Run.parse("shots=5"))
    assert it.session is before and before.question.alpha == 0.3 and before.told == [Run.parse("shots=5")]


def test_what_is_not_possible_changes_nothing_and_is_said(kept: dict[str, Any]) -> None:
    it = visit(Anew)
    before = it.session
    it.set(alpha=99.0)
    assert it.session is before
    notices = study.st.session_state["notices of here"]
    with pytest.raises(DialError) as fault:
        before.question.replace(alpha=99.0)
    assert len(notices) == 1 and str(fault.value) in notices[0]


def test_a_reload_finds_what_is_kept_under_the_study_and_its_question(kept: dict[str, Any]) -> None:
    it = visit(Anew, keeps=True)
    it.set(alpha=0.3)
    assert kept[f"made?{Run.parse('alpha=0.3').query()}"] is it.session and len(kept) == 2


FIRST = Run.parse("alpha=0.2")
FULL = tuple(FIRST.texts().items())


@pytest.mark.parametrize(
    ("pairs", "playing"),
    [((), True), (FULL, True), ((("alpha", "0.2"),), True), ((*FULL[:-1], ("weights", "7")), False),
     ((("alpha", "0.1"),), False), ((("alpha", "99"),), False)],
)  # fmt: skip
def test_only_what_comes_first_starts_by_itself(
    pairs: tuple[tuple[str, str], ...], playing: bool, kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study, "address", lambda: [*pairs])
    made = Study("made", None, Run, Anew, lambda: FIRST, lambda _: None, lambda _: None, play)
    assert study._visit(made).session.playing is playing


def test_what_is_there_already_stays_as_it_is(kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "address", lambda: [])
    made = Study("made", None, Run, Anew, lambda: FIRST, lambda _: None, lambda _: None, play, kept=True)
    session = study._visit(made).session
    session.playing = False
    assert study._visit(made).session is session, "another page was looked at meanwhile"
    study.st.session_state.clear()
    assert study._visit(made).session is session and not session.playing, "a reload"


def test_a_page_that_is_left_lets_go_of_its_calls(kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    rested: list[str] = []
    here = Shown()
    monkeypatch.setattr(page, "shown", lambda: here)
    for name in ("set_page_config", "html", "page_link"):
        monkeypatch.setattr(page.st, name, lambda *_, **__: None, raising=False)
    monkeypatch.setattr(page.st, "sidebar", nullcontext(), raising=False)
    page.st.session_state |= {
        name: SimpleNamespace(rest=lambda name=name: rested.append(name)) for name in ("compare", "sweep")
    }
    for name in ("compare", "compare", "guide", "sweep", "compare"):
        page.open_page(name)
    assert rested == ["compare", "sweep"]


@pytest.fixture
def go(kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Has a page be asked for at an address, by a link or by Back; the session that it shows."""

    def went(it: Visit, query: str, back: bool = True) -> Any:
        monkeypatch.setattr(study, "address", lambda: parse_qsl(query))
        monkeypatch.setattr(study, "came_back", lambda: back)
        return study._visit(it.study).session

    return went


def test_back_asks_for_what_the_address_says(go: Callable[..., Any]) -> None:
    it = visit(Anew)
    before = it.session
    assert go(it, "alpha=0.3", back=False) is before
    assert go(it, "alpha=0.3").question.alpha == 0.3
    assert go(it, "").question == Run.parse("")


def test_back_to_what_is_under_way_begins_nothing(go: Callable[..., Any]) -> None:
    it = visit(Anew)
    before = it.session
    assert go(it, before.question.query()) is before


def test_back_tells_a_session_that_goes_on_and_finds_what_was_kept(go: Callable[..., Any]) -> None:
    lasting = visit(Lasting)
    assert go(lasting, "shots=5") is lasting.session and lasting.session.told == [Run.parse("shots=5")]
    it = visit(Anew, keeps=True)
    before = it.session
    it.set(alpha=0.3)
    assert go(it, before.question.query()) is before


def test_back_says_what_of_the_address_is_not_possible(go: Callable[..., Any]) -> None:
    it = visit(Anew)
    assert go(it, "alpha=99&shots=5").question == Run.parse("shots=5")
    assert len(study.st.session_state["notices of here"]) == 1

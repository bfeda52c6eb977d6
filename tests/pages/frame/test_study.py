"""What a change of the question does to a visitor's session: one that goes on is told, all others begin anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from metacore.dials import DialError
from metacore.run import Run
from pages.parts.frame import address, study
from pages.parts.frame.study import Study, Visit


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
    for module in (study, address):
        monkeypatch.setattr(module, "st", streamlit)
    monkeypatch.setattr(address, "redraw", lambda: None)
    monkeypatch.setattr(study, "keep", found.__setitem__)
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

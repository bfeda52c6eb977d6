"""The one skeleton of a study's page: a page gives its question, its session, its controls and its board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import streamlit as st

from metacore.dials import Dial
from pages.parts.frame.address import address, came_back, noticed, notices, tell, write_address
from pages.parts.frame.clock import Live, clock, silent
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS, NOISE_NOTES, SILENT
from pages.parts.frame.widgets import examples, given, widget
from pages.parts.server.reload_store import find, keep


class Session(Live, Protocol):
    """What one visitor does on a study's page. It may be ``dragging``, and then the address waits.

    The buttons also ask whether it has ``started`` and is ``finished``, and switch whether it is ``playing``. One that
    goes on with another question has ``enter(question)``, which begins with it, and ``set(**changes)``, which keeps
    what it can, itself where nothing changes; both give the session to go on with, and raise DialError. In place of
    all others a new one begins. One whose calls wait in line has ``rest()``, which lets go of them.
    """


@dataclass(frozen=True)
class Study:
    """A page about one question.

    ``name``: of its folder, its file and its address. ``words``: the module of its words. ``ask`` reads questions
    (``parse``, ``lenient``) and ``begin`` makes a session of one; ``first`` is asked where the address says nothing.
    ``start`` has a session of ``first`` go on by itself, where it waits for a click otherwise: many come to see it, so
    it is small. ``controls`` draws what stands above the board; ``board`` draws what moves, in a fragment of its own or
    in ``fragments`` that it lays out itself. ``kept``: whether a reload finds the session again. ``dealt``: whether
    answers change the question, so that the address has to follow.
    """

    name: str
    words: Any
    ask: Any
    begin: Callable[[Any], Any]
    first: Callable[[], Any]
    controls: Callable[[Visit], None]
    board: Callable[[Any], None]
    start: Callable[[Any], object] | None = None
    tick: float = 0.25  # seconds between two beats
    examples: Mapping[str, tuple[str, ...]] | None = None  # label, query string and, where there is one, a sentence
    head: Callable[[Visit], None] | None = None  # in place of title and introduction
    fragments: tuple[str, ...] = ()
    kept: bool = False
    dealt: bool = False


@dataclass(frozen=True)
class Visit:
    """A visitor on a study's page: what its controls draw with, and change things by."""

    study: Study

    @property
    def session(self) -> Any:
        return st.session_state[self.study.name]

    def go_on(self, session: Session) -> None:
        """Goes on with ``session``, which a reload finds again where that is wanted."""
        st.session_state[self.study.name] = session
        if self.study.kept:
            keep(_kept_as(self.study, session.question), session)

    def enter(self, question: Any) -> None:
        """Begins with another question."""
        self.go_on(getattr(self.session, "enter", self.study.begin)(question))

    def set(self, **changes: Any) -> None:
        """Changes settings of the question, or says why that is not possible."""
        with noticed():
            self._change(changes)

    def _change(self, changes: Mapping[str, Any]) -> None:
        if hasattr(self.session, "set"):
            self.go_on(self.session.set(**changes))
        elif (question := self.session.question.replace(**changes)) != self.session.question:
            self.go_on(self.study.begin(question))

    def dial(self, dial: Dial, of: Any = None, also: Iterable[str] = (), key: str = "") -> None:
        """Draws a dial of the question, or of a part ``of`` it; moving it changes it, and ``also`` others alike."""
        of, key = of or self.session.question, key or f"{self.study.name}_dial_{dial.name}"
        problem = getattr(of, "problem", None)

        def moved() -> None:
            with noticed():
                self._change(dict.fromkeys((dial.name, *also), given(dial, key)))

        note = NOISE_NOTES[problem.kind] if problem and dial.name == "noise" else ""
        widget(dial, getattr(of, dial.name), key, moved, note)


def play(session: Any) -> None:
    """Has a session go on."""
    session.playing = True


def show(study: Study) -> None:
    """Draws the page of a study, and keeps it up to date."""
    visit = _visit(study)  # first: from the first line that is drawn on, another message may cut this one short
    open_page(study.name)
    (study.head or _head)(visit)
    _examples(visit)
    _notices(visit.session)
    place = st.container()
    with st.container(key="live"):
        (study.board if study.fragments else st.fragment(study.board, key=study.name))(visit.session)
    _address(visit)
    with place:  # drawn last, so that with what can be pressed comes the version that tells it has been shown
        study.controls(visit)
    following = ("address",) if study.dealt else ()
    clock(study.tick, visit.session, *(study.fragments or (study.name,)), *following)


def _visit(study: Study) -> Visit:
    """This visitor's session: the one under way, or what the address of a new visit, or one come back to, asks for."""
    visit = Visit(study)
    if study.name not in st.session_state or came_back():
        pairs = address()
        question, faults = study.ask.lenient(pairs) if pairs else (study.first(), [])
        _ask(visit, question)
        tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return visit


def _ask(visit: Visit, question: Any) -> None:
    """Goes on where that question was left, by a reload for example; else begins with it."""
    study, session = visit.study, st.session_state.get(visit.study.name)
    if session and session.question.texts() == question.texts():
        return
    if left := study.kept and find(_kept_as(study, question)):
        visit.go_on(left)
    elif session:
        visit.enter(question)
    else:
        visit.go_on(_begun(study, question))


def _begun(study: Study, question: Any) -> Any:
    """A new session. Only what comes first starts unasked, by whatever address: all else may be much to compute."""
    session = study.begin(question)
    if study.start and question.texts() == study.first().texts():
        study.start(session)
    return session


def _kept_as(study: Study, question: Any) -> str:
    return f"{study.name}?{question.query()}"


def _head(visit: Visit) -> None:
    st.title(visit.study.words.TITLE, anchor=False)
    st.markdown(visit.study.words.INTRO)


def _examples(visit: Visit) -> None:
    study = visit.study
    if study.examples:
        labels = {name: label for name, (label, *_) in study.examples.items()}
        ready = {name: study.ask.parse(query) for name, (_, query, *_) in study.examples.items()}
        chosen = examples(f"{study.name}_example", labels, ready, visit.session.question, visit.enter)
        for sentence in study.examples[chosen][2:] if chosen else ():
            st.caption(sentence)


@st.fragment(key="notices")
def _notices(session: Session) -> None:
    notices()
    if silent(session):
        st.info(SILENT, icon=":material/hourglass_top:")


@st.fragment(key="address")
def _address(visit: Visit) -> None:
    """Has the address hold all of the question, and offers it for sharing."""
    texts = visit.session.question.texts()
    if not getattr(visit.session, "dragging", False):
        write_address(texts)
    if texts:
        share(urlencode(texts, safe=","), visit.study.words.SHARE_HELP)

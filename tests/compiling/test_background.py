"""The thread beside the calls: what it does first, what it does once, and what it gives up."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from metacore.compiling import background
from metacore.compiling.background import LIMIT, SWITCH, Background, within


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "GRACE", 0.0)


class Gate:
    """Work that holds the thread up until it is told to end."""

    def __init__(self, there: Background) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.answer = there.soon("gate", self)
        assert self.begun.wait(5)

    def __call__(self) -> None:
        self.begun.set()
        assert self.go.wait(5)


@pytest.fixture
def held(quick: None) -> Iterator[tuple[Background, Gate]]:
    there = Background()
    gate = Gate(there)
    yield there, gate
    gate.go.set()


def noting(done: list[str], name: str) -> Callable[[], str]:
    def work() -> str:
        done.append(name)
        return name

    return work


def test_who_asked_first_and_still_waits_comes_first_and_all_come_once(held: tuple[Background, Gate]) -> None:
    there, gate = held
    done: list[str] = []
    asked = [there.soon(name, noting(done, name)) for name in "abab"]
    assert asked[0] is asked[2] and asked[1] is asked[3]
    asked.append(there.soon("c", noting(done, "c")))
    assert there.soon("gate", gate) is gate.answer, "what is being done is not begun again"
    gate.go.set()
    assert [answer.result(5) for answer in asked] == ["a", "b", "a", "b", "c"]
    assert done == ["a", "b", "c"]


def test_what_can_wait_comes_last(held: tuple[Background, Gate]) -> None:
    there, gate = held
    done: list[str] = []
    asked = [there.soon(name, noting(done, name), last=name == "a") for name in "abc"]
    gate.go.set()
    assert [answer.result(5) for answer in asked] == ["a", "b", "c"] and done == ["b", "c", "a"]


def test_what_was_given_up_comes_after_what_was_asked_for_last(
    held: tuple[Background, Gate], monkeypatch: pytest.MonkeyPatch
) -> None:
    there, gate = held
    done: list[str] = []
    asked = [there.soon(name, noting(done, name)) for name in "ab"]
    monkeypatch.setattr(background, "FRESH", 0)
    asked.append(there.soon("c", noting(done, "c")))
    gate.go.set()
    assert [answer.result(5) for answer in asked] == ["a", "b", "c"] and done == ["c", "b", "a"]


def test_no_more_waits_than_is_worth_while(held: tuple[Background, Gate]) -> None:
    there, gate = held
    done: list[str] = []
    asked = [there.soon(number, noting(done, str(number))) for number in range(LIMIT + 3)]
    assert [answer.cancelled() for answer in asked] == [True] * 3 + [False] * LIMIT
    assert not within(asked[0], 5), "given up"
    gate.go.set()
    assert within(asked[3], 5)
    last: Future[str] = there.soon("last", lambda: "last")
    assert last.result(5) == "last" and len(done) <= LIMIT


def test_a_fault_reaches_whoever_asks_and_is_not_repeated(quick: None) -> None:
    there, tries = Background(), []

    def work() -> None:
        tries.append(1)
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            within(there.soon("bad", work), 5)
    assert len(tries) == 1
    assert there.soon("good", lambda: 1).result(5) == 1, "the thread goes on"


def test_the_line_is_what_waits_besides_what_is_being_done(held: tuple[Background, Gate]) -> None:
    there, gate = held
    assert there.line == 0
    asked = [there.soon(name, noting([], name)) for name in "ab"]
    assert there.line == 2
    gate.go.set()
    assert [answer.result(5) for answer in asked] == ["a", "b"] and there.line == 0


def test_calls_beside_it_have_the_interpreter_back_soon(held: tuple[Background, Gate]) -> None:
    """A call gives it up at each of its operations, and Python lets who compiles keep it ten times as long."""
    assert sys.getswitchinterval() == pytest.approx(SWITCH)

"""Drafts: they agree with the record, and leave no trace in it."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.measuring import View, look, score
from metacore.run import Run
from metacore.studies.playground.work import Ask, Update, at_step, next_update
from metacore.training import draft, engine, programs
from metacore.training.draft import advance_at_once
from metacore.training.engine import Budget, State, advance, init
from metacore.training.programs import Program
from tests.examples import arrays, small


class Compiler:
    """A worker that has compiled nothing yet, and the thread that compiles there once the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: set[Program] = set()
        self.asked: dict[Any, Any] = {}
        self.compiles = False
        self._known = programs.program
        for module in (draft, engine):
            monkeypatch.setattr(module, "program", self.program)
        monkeypatch.setattr(draft, "BACKGROUND", self)

    def program(self, run: Run) -> Program:
        code = self._known(run)  # compiled for several tests at once, which none of them can tell
        if code not in self.seen:
            self.seen.add(code)
            code.ready = False
        return code

    def soon(self, name: Any, work: Any) -> Future[Any]:
        self.asked[name] = work
        answer: Future[Any] = Future()
        if self.compiles:
            answer.set_result(work())
        return answer

    def lose(self) -> None:
        """Another worker takes over, which has compiled nothing."""
        self.seen.clear()
        self.asked.clear()


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    monkeypatch.setattr(draft, "PATIENCE", 0.0)
    return Compiler(monkeypatch)


def same(one: State, other: State) -> None:
    for a, b in zip(arrays(one), arrays(other), strict=True):
        np.testing.assert_array_equal(a, b)


def record(run: Run, step: int, state: State | None = None) -> State:
    return advance(run, state or init(run), Budget(step)).state


def drafted(run: Run, *steps: int, state: State | None = None) -> State:
    state = state or init(run)
    for step in steps:
        state = advance_at_once(run, state, Budget(step)).state
        assert state.draft and state.step == step
    return state


@pytest.mark.parametrize(("family", "algorithm"), [("sinusoid", "maml"), ("sinusoid", "alpaca"), ("linear", "cnp")])
def test_a_draft_agrees_with_the_record_to_the_rounding_of_float32(
    family: str, algorithm: str, compiler: Compiler
) -> None:
    run = small(family, algorithm, alpha=0.03, beta=0.003)
    found, expected = drafted(run, 3, 9), record(run, 9)
    assert found.checked.tolist() == expected.checked.tolist()
    for a, b in zip(arrays(found[1:7]), arrays(expected[1:7]), strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-3, atol=2e-4)


def test_a_draft_waits_for_no_compiler_and_asks_for_one(compiler: Compiler) -> None:
    run = small(hidden=(3,))
    state = drafted(run, 5)
    (code,) = compiler.seen
    assert code.traces == 0 and list(compiler.asked) == [code]
    assert advance_at_once(run, state, Budget(1000, seconds=0.0)).state.step == 6, "one step at least"


def test_the_record_takes_over_in_mid_run_and_is_what_training_alone_gives(compiler: Compiler) -> None:
    run = small("sinusoid")
    state = drafted(run, 3, 20, 33)
    compiler.compiles = True
    state = advance_at_once(run, state, Budget(40)).state
    assert state.draft is None and len(state.training.points) == 40
    same(state, record(run, 40))
    same(advance_at_once(run, state, Budget(150)).state, record(run, 150))


def test_live_dials_are_gone_through_where_they_were_moved(compiler: Compiler) -> None:
    run = small("sinusoid")
    moved = run.replace(alpha=0.03, beta=0.05)
    state = drafted(moved, 12, 20, state=drafted(run, 3, 7))
    assert state.draft and [step for _, step in state.draft.legs] == [7, 20]
    compiler.compiles = True
    same(advance_at_once(moved, state, Budget(25)).state, record(moved, 25, record(run, 7)))


def test_a_lost_worker_while_drafting_loses_nothing(compiler: Compiler) -> None:
    run = small("sinusoid")
    state = pickle.loads(pickle.dumps(drafted(run, 3, 7)))
    compiler.lose()
    state = drafted(run, 12, state=state)
    compiler.lose()
    same(advance(run, state, Budget(30)).state, record(run, 30))


def test_a_worker_without_the_program_drafts_on_from_the_record_of_another(compiler: Compiler) -> None:
    run = small("sinusoid")
    state = record(run, 50)
    compiler.lose()
    state = drafted(run, 60, state=state)
    assert state.draft and state.draft.record.step == 50
    same(advance(run, state, Budget(70)).state, record(run, 70))


def test_a_paused_draft_becomes_the_record_of_the_very_step_that_is_shown(compiler: Compiler) -> None:
    run = small("sinusoid")
    state = drafted(run, 11)
    assert drafted(run, 11, state=state).step == 11
    compiler.compiles = True
    same(advance_at_once(run, state, Budget(11)).state, record(run, 11))


def test_only_the_record_says_that_a_run_diverges(compiler: Compiler) -> None:
    run = small("sinusoid", alpha=10.0, beta=1.0)
    state = init(run)
    while not state.diverged:
        state = advance_at_once(run, state, Budget(state.step + 50)).state
    assert state.draft is None
    same(state, record(run, 3000))


def test_a_plateau_is_not_seen_in_a_draft(compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "has_levelled_off", lambda steps, losses: steps[-1] >= 16)
    run = small()
    state = advance_at_once(run, init(run), Budget(40, stop_on_plateau=True)).state
    assert state.step == 40 and state.draft
    compiler.compiles = True
    state = advance_at_once(run, state, Budget(60, stop_on_plateau=True)).state
    assert (state.step, state.levelled) == (16, True), "where training alone would have stopped"


def test_what_is_seen_at_once_is_what_graphs_show(compiler: Compiler) -> None:
    for run in (small(tasks=5, ensemble="average"), small("sinusoid")):
        state = record(run, 3)
        at_once, later = ([look(run, state, View(), at_once), score(run, state, at_once)] for at_once in (True, False))
        for a, b in zip(arrays(at_once), arrays(later), strict=True):
            np.testing.assert_array_equal(a, b)


def test_turns_follow_each_other_and_end_with_the_training(compiler: Compiler) -> None:
    run = small()
    ask = Ask((View(),), 0.2, scored=False)
    first = next_update(Update(run, init(run)), ask)
    second = next_update(first, ask._replace(views=(View(task=2),)))
    assert 0 < first.state.step < second.state.step and first.state.draft and second.state.draft
    compiler.compiles = True
    third = next_update(second, ask)
    same(third.state, record(run, third.state.step))
    for ended in (replace(third, state=third.state._replace(**{why: True})) for why in ("diverged", "levelled")):
        assert next_update(ended, ask) is ended
    assert at_step(third, third.state.step, View()).state.step == third.state.step

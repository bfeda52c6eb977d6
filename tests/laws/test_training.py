"""What training keeps, for every algorithm: the compiled programs. The kinds of problem take turns."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init
from metacore.training.programs import Program, dial_tensors, program
from tests.examples import IN_TURN, arrays, close, small

in_turn = pytest.mark.parametrize(("family", "name"), IN_TURN, scope="module")


def trained(run: Run, *stops: int) -> State:
    state = init(run)
    for stop in stops:
        state = advance(run, state, Budget(stop)).state
    return state


def identical(one: State, other: State) -> None:
    for a, b in zip(arrays(one), arrays(other), strict=True):
        np.testing.assert_array_equal(a, b)


@in_turn
def test_the_same_run_gives_the_same_numbers_however_it_is_cut(family: str, name: str) -> None:
    run = small(family, name)
    whole = trained(run, 50)
    assert whole.step == 50 and len(whole.training.points) == 50
    identical(whole, trained(run, 50))
    identical(whole, trained(run, 20, 21, 50))


@in_turn
def test_neither_a_second_step_nor_a_moved_dial_traces_anew(family: str, name: str) -> None:
    run = small(family, name)
    state = trained(run, 1, 2)
    for dial in run.dials:
        if not dial.shapes and dial.name != "tasks":
            value = dial.choices[-1] if dial.kind == "choice" else dial.kind == "integer" or 0.25 * min(dial.high, 1)
            state = advance(run.replace(**{dial.name: value}), state, Budget(state.step + 1)).state
    assert program(run).traces == 1


@in_turn
def test_training_changes_the_parameters_unless_nothing_is_learned(family: str, name: str) -> None:
    run = small(family, name)
    state, fresh = trained(run, 8), init(run)
    still = all(np.array_equal(a, b) for a, b in zip(arrays(state.params), arrays(fresh.params), strict=True))
    assert still == all((a == 0).all() for a in arrays(state.second))
    assert not still or run.method.card.field_kind == "baseline"


@in_turn
def test_a_plain_graph_agrees_with_the_compiled_one(family: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = small(family, name)
    start, dials, code = init(run), dial_tensors(run), program(run)
    block = code.draw(np.int32(0), dials)
    arguments = (start.params, start.first, start.second, np.int32(0), np.int32(6), block, dials)
    compiled = code.train(*arguments)
    monkeypatch.setattr(tf.test, "is_built_with_xla", lambda: False)
    close(Program(run.program()).train(*arguments), compiled, 1e-4)


@in_turn
def test_a_graph_that_is_read_from_disk_is_the_one_that_was_traced(family: str, name: str) -> None:
    run = small(family, name)
    start, dials = init(run), dial_tensors(run)
    found = []
    for traces in (1, 0):
        code = Program(run.program())
        block = code.draw(np.int32(0), dials)
        new = code.train(start.params, start.first, start.second, np.int32(0), np.int32(6), block, dials)
        assert code.traces == traces
        found.append((block, new, code.validate(start.params, dials)))
    close(found[1], found[0], 0)


@in_turn
def test_a_state_holds_numpy_only(family: str, name: str) -> None:
    *held, draft = trained(small(family, name), 2)
    assert draft is None and all(isinstance(a, np.ndarray | int | bool) for a in tf.nest.flatten(held))

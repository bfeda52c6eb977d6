"""One turn of the live page is training and looking, nothing else."""

from __future__ import annotations

import numpy as np

from metacore.evaluation.measuring import View, observe
from metacore.studies.playground.work import get_ready, take_turn
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import program
from tests.examples import arrays, small


def test_a_turn_is_an_advance_and_what_is_seen_of_it() -> None:
    run = small()
    state = advance(run, init(run), Budget(20)).state  # first, so that its program is compiled and no draft is taken
    turn = take_turn(run, init(run), Budget(20), View(task=1))
    for found, expected in ((turn.state, state), (turn.snapshot, observe(run, state, View(task=1)))):
        for a, b in zip(arrays(found), arrays(expected), strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_turn_of_no_steps_only_looks() -> None:
    run = small()
    turn = take_turn(run, init(run), Budget(0), View())
    assert turn.state.step == turn.snapshot.step == 0


def test_what_is_got_ready_needs_no_compiling_when_it_is_asked_for() -> None:
    run = small(queries=7)  # a shape of its own
    get_ready([run], seconds=60)
    assert program(run).ready
    state = take_turn(run, init(run), Budget(5), View()).state
    assert state.step == 5 and state.draft is None

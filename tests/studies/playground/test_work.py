"""One update of the live page is training and looking, nothing else."""

from __future__ import annotations

import numpy as np

from metacore.evaluation.measuring import View, observe
from metacore.studies.playground.work import train_and_look
from metacore.training.engine import Budget, advance, init
from tests.examples import arrays, small


def test_an_update_is_an_advance_and_what_is_seen_of_it() -> None:
    run = small()
    state = advance(run, init(run), Budget(20)).state  # first, so that its program is compiled and no draft is taken
    update = train_and_look(run, init(run), Budget(20), View(task=1))
    for found, expected in ((update.state, state), (update.snapshot, observe(run, state, View(task=1)))):
        for a, b in zip(arrays(found), arrays(expected), strict=True):
            np.testing.assert_array_equal(a, b)


def test_an_update_of_no_steps_only_looks() -> None:
    run = small()
    update = train_and_look(run, init(run), Budget(0), View())
    assert update.state.step == update.snapshot.step == 0

"""What every algorithm keeps in a sweep: each cell has the numbers of its own run, with no change to the file."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.nn.adam import adam
from metacore.run import Run
from metacore.studies.sweep import work
from metacore.training.programs import all_dials, dial_tensors, program
from tests.examples import IN_TURN, arrays, small, uncompiled

STEPS = 3


def alone(run: Run) -> list[np.ndarray]:
    """The parameters after a few steps of ``run`` by itself, one operation after the other."""
    block, dials = program(run).draw(np.int32(0), dial_tensors(run)), all_dials(run)
    params = tf.nest.map_structure(tf.constant, run.method.init(run.problem, run.hidden, run.weights))
    first = second = tf.nest.map_structure(tf.zeros_like, params)
    for step in range(STEPS):
        episode = tf.nest.map_structure(lambda a, step=step: a[step], block)
        _, gradient = run.method.meta_gradient(run.problem, params, episode, dials)
        params, first, second = adam(params, first, second, gradient, step + 1, dials["beta"])
    return arrays(params)


@pytest.mark.parametrize(("family", "name"), IN_TURN)
def test_a_cell_has_the_numbers_of_its_own_run(family: str, name: str) -> None:
    runs = [small(family, name, alpha=alpha, beta=beta) for alpha, beta in ((0.05, 0.001), (0.2, 0.01))]
    with uncompiled():
        now, _ = work.advance(runs, work.init(runs), STEPS)
    assert not now.diverged.any()
    for place, run in enumerate(runs):
        for together, single in zip(arrays(now.params), alone(run), strict=True):
            np.testing.assert_allclose(together[place], single, rtol=1e-4, atol=1e-5)

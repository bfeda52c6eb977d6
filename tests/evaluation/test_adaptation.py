"""The error by inner step and by number of support points, against measuring one by one."""

from __future__ import annotations

import numpy as np

from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation.adaptation import SHOTS, by_shots, by_stage
from metacore.evaluation.measuring import measure
from metacore.training.engine import Budget, advance, init
from tests.examples import small

RUN = small("sinusoid", shots=5, inner_steps=3, alpha=0.05)
STATE = advance(RUN, init(RUN), Budget(40)).state


def test_the_first_and_last_stage_are_before_and_after() -> None:
    found, measured = by_stage(RUN, STATE.params), measure(RUN, STATE)
    assert found.shape == (4, NEW_TASKS)
    np.testing.assert_allclose(found[0], measured["before"], rtol=1e-5)
    np.testing.assert_allclose(found[-1], measured["after"], rtol=1e-5)
    shorter = RUN.replace(inner_steps=2)
    np.testing.assert_allclose(found[2], measure(shorter, STATE)["after"], rtol=1e-4, atol=1e-6)


def test_more_support_points_change_adaptation_only() -> None:
    found = by_shots(RUN, STATE.params)
    assert found.shape == (len(SHOTS), NEW_TASKS) and np.isfinite(found).all()
    still = by_shots(RUN.replace(alpha=0.0), STATE.params)
    np.testing.assert_allclose(still, np.broadcast_to(still[:1], still.shape), rtol=1e-6)
    assert not np.allclose(found, still)

"""One update of a method in a race is training and measuring, nothing else."""

from __future__ import annotations

import numpy as np

from metacore.evaluation.adaptation import by_stage
from metacore.studies.compare.work import TASKS_SHOWN, train_and_measure
from metacore.training.engine import Budget, advance, init
from tests.examples import arrays, small

RUN = small("sinusoid", shots=5, inner_steps=3, alpha=0.05)
STATE = advance(RUN, init(RUN), Budget(40)).state


def test_an_update_is_training_and_measuring() -> None:
    update = train_and_measure(RUN, init(RUN), Budget(40), thorough=True)
    for found, expected in zip(arrays(update.state), arrays(STATE), strict=True):
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(update.stages, by_stage(RUN, STATE.params))
    assert update.shots is not None and update.seconds > 0 and len(update.picture.fit) == TASKS_SHOWN
    assert train_and_measure(RUN, STATE, Budget(40), thorough=False).shots is None

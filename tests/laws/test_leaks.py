"""Query labels never reach a prediction: neither of an adapted model nor of an ensemble."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore.evaluation import answering
from metacore.evaluation.measuring import View, look
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.engine import init
from metacore.types import Episode
from tests.examples import ENSEMBLES, IN_TURN, REPRESENTATIVES, small

CASES = [(*pair, NO_ENSEMBLE) for pair in IN_TURN] + [
    (REPRESENTATIVES[number % len(REPRESENTATIVES)], "maml", name) for number, name in enumerate(ENSEMBLES)
]


@pytest.mark.parametrize(("family", "algorithm", "ensemble"), CASES)
def test_other_query_labels_change_the_metric_and_no_prediction(
    family: str, algorithm: str, ensemble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = small(family, algorithm, tasks=5, ensemble=ensemble)
    state, honest_tasks = init(run), answering._tasks
    honest = look(run, state, View())

    def lying_tasks(*which: Any) -> Any:
        return [lying(episode) for episode in honest_tasks(*which)]

    monkeypatch.setattr(answering, "_tasks", lying_tasks)
    told = look(run, state, View())
    assert not np.array_equal(honest.new_errors, told.new_errors)
    for one, other in ((honest.new, told.new), (honest.training, told.training), (honest.focus, told.focus)):
        np.testing.assert_array_equal(one.fit, other.fit)
        np.testing.assert_array_equal(one.before, other.before)
        assert not np.array_equal(one.query.y, other.query.y)


def lying(episode: Episode) -> Episode:
    """The same tasks with other answers to the queries."""
    return episode._replace(query=episode.query._replace(y=1 - episode.query.y))

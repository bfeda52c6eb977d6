"""The super learner: it weighs its candidates by the training tasks alone, and answers wherever it is asked."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles import pool_answers
from metacore.studies.ensembles.candidates import answers, face, learn, names, try_out
from metacore.studies.ensembles.pool_answers import MOST_SHOTS, first, gathered, new_tasks
from metacore.types import Batch
from tests.examples import REPRESENTATIVES
from tests.studies.ensembles.labs import fused, lab_of, new_count, params_of, parts_of


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_the_super_learner_weighs_its_candidates_by_training_tasks_alone(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = lab_of(family)
    params, parts = params_of(lab.basis()), parts_of(lab.basis())
    monkeypatch.setattr(registry, "learners", lambda: QUICK)
    weights = learn(lab, params, parts)
    assert len(weights) == len(names()) and weights.min() >= 0 and weights.sum() == pytest.approx(1, abs=1e-5)
    trial = try_out(lab, params, parts, weights, 3, 8)
    assert trial.metrics.shape == (len(names()) + 1, 5)
    alone = np.eye(len(names()))[0].astype(np.float32)
    expected = try_out(lab, params, parts, alone, 3, 8).metrics
    if new_count(lab) == NEW_TASKS:  # else an episode is a part of what is said of its task
        np.testing.assert_allclose(expected[-1], fused(lab).alone[3:8], atol=1e-6)
    assert face(lab, params, parts, weights).shape == fused(lab).fits.shape[1:]
    tasks = new_tasks(lab.basis())
    lie = tasks._replace(support=tasks.support._replace(y=1 - tasks.support.y))
    monkeypatch.setattr("metacore.studies.ensembles.candidates.new_tasks", lambda basis: lie)
    np.testing.assert_array_equal(learn(lab, params, parts), weights)


QUICK = {name: registry.learners()[name] for name in ("gradient_descent", "linear_model")}


def test_answers_come_for_as_many_points_as_are_asked() -> None:
    lab = lab_of()
    pool = gathered(parts_of(lab.basis()))[0]
    new = new_tasks(lab.basis())
    support, x = Batch(*(a[:2] for a in first(new, 3))), new.query.x[:2, :4]
    found = answers(lab, params_of(lab.basis()), support, x, pool.seen[:, :2, :3], pool.asked[:, :2, :4])
    assert found.shape == (len(names()), 2, 4, 1) and pool.practised.shape[2] == MOST_SHOTS + 50
    assert pool_answers.PRACTICE_TASKS == pool.practised.shape[1]

"""Stacking against a search over all mixtures of two, and against the conditions of a minimum over many."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.ensembles import stacking
from metacore.ensembles.stacking import PART, stacked
from tests.ensembles.known import PROBLEMS, Known, full, known, log_likelihood


def weights_of(case: Known) -> np.ndarray:
    found = tf.function(lambda: stacked(case.problem, tf.constant(case.at_support), case.support.y), autograph=False)
    return found().numpy()


def explained(case: Known, weights: np.ndarray, task: int) -> float:
    return log_likelihood(case, np.tensordot(weights, case.at_support[:, task], 1), task)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_two_members_are_mixed_as_a_search_over_all_mixtures_finds_best(kind: str) -> None:
    case, line = known(kind, members=2, seed=3), np.linspace(0, 1, 1001)
    found, inside = case.combined(PART), 0
    for task in range(3):
        share = line[np.argmax([explained(case, np.array([w, 1 - w]), task) for w in line])]
        expected = share * case.at_query[0, task] + (1 - share) * case.at_query[1, task]
        np.testing.assert_allclose(found[task], expected, atol=0.02)
        inside += 0.05 < share < 0.95
    assert inside, "where one member is all, the test shows little"


@pytest.mark.parametrize("kind", PROBLEMS)
def test_no_small_move_towards_a_member_explains_the_support_better(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacking, "STEPS", 1000)
    case, small = known(kind, members=6, points=8), 1e-4
    weights = weights_of(case)
    for task in range(3):
        here = explained(case, weights[:, task], task)
        moved = [(1 - small) * weights[:, task] + small * np.eye(6)[m] for m in range(6)]
        assert max(explained(case, move, task) for move in moved) < here + 2e-3 * small


@pytest.mark.parametrize("kind", PROBLEMS)
@pytest.mark.parametrize("sharp", [False, True])
def test_no_step_leads_uphill(kind: str, sharp: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    case = known(kind, members=50, points=3)
    if sharp and case.problem.classes:  # one member is right on two points, one on the third, the others on none
        right, wrong = (labels[..., -case.problem.outputs :] for labels in (full(case.y), 1 - full(case.y)))
        case.at_support[:] = wrong
        case.at_support[0, :, :2], case.at_support[1, :, 2] = right[:, :2], right[:, 2]
        case = case._replace(at_support=np.clip(case.at_support, 1e-5, 1 - 1e-5))
    elif sharp:
        case.at_support[0] *= 1e3
    before = np.full(3, -np.inf)
    for steps in range(8):
        monkeypatch.setattr(stacking, "STEPS", steps)
        weights = weights_of(case)
        np.testing.assert_allclose(weights.sum(axis=0), 1)
        after = np.array([explained(case, weights[:, task], task) for task in range(3)])
        assert (after >= before - 1e-9).all()
        before = after


def test_it_starts_from_equal_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacking, "STEPS", 0)
    np.testing.assert_allclose(weights_of(known("regression")), 0.25)

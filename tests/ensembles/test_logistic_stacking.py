"""Logistic stacking against regressions on the members' weights themselves, which the part never forms."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles import average, log_pool, logistic_stacking
from metacore.ensembles.logistic_stacking import PART, PENALTY
from tests.ensembles.known import PROBLEMS, Known, full, known


def cost(case: Known, weights: np.ndarray, task: int) -> float:
    """Cross-entropy's sum over the support, or half the squared error, plus the penalty."""
    size = len(weights)
    ridge = size * PENALTY * ((weights - 1 / size) ** 2).sum() / 2
    if not case.problem.classes:
        return float(ridge + ((np.tensordot(weights, case.at_support[:, task], 1) - case.y[task]) ** 2).sum() / 2)
    scores = np.tensordot(weights, np.log(full(case.at_support[:, task])), 1)
    chances = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    return float(ridge - (full(case.y[task]) * np.log(chances)).sum())


def minimum(case: Known, task: int) -> np.ndarray:
    """The weights of least cost, by Newton's method with differences in place of derivatives."""
    size = len(case.at_support)
    weights, step = np.full(size, 1 / size), 1e-4 * np.eye(size)
    for _ in range(60):
        slope = np.array([cost(case, weights + s, task) - cost(case, weights - s, task) for s in step]) / 2e-4
        bend = np.array(
            [
                [
                    cost(case, weights + r + s, task)
                    - cost(case, weights + r - s, task)
                    - cost(case, weights - r + s, task)
                    + cost(case, weights - r - s, task)
                    for s in step
                ]
                for r in step
            ]
        )
        weights = weights - 0.5 * np.linalg.solve(bend / 4e-8, slope)
    return weights


@pytest.mark.parametrize("kind", PROBLEMS)
def test_the_weights_are_those_of_least_cost(kind: str) -> None:
    case = known(kind, members=3)
    found = case.combined(PART)
    for task in range(3):
        weights = minimum(case, task)
        if case.problem.classes:
            scores = np.tensordot(weights, np.log(full(case.at_query[:, task])), 1)
            expected = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
            np.testing.assert_allclose(full(found[task]), expected, atol=1e-5)
        else:
            np.testing.assert_allclose(found[task], np.tensordot(weights, case.at_query[:, task], 1), atol=1e-5)


def test_values_are_those_of_least_squares_with_a_row_for_each_penalty() -> None:
    case = known("regression", members=6)
    rows, found = np.sqrt(6 * PENALTY) * np.eye(6), case.combined(PART)
    for task in range(3):
        matrix = np.concatenate([case.at_support[:, task, :, 0].T, rows])
        target = np.concatenate([case.y[task, :, 0], rows @ np.full(6, 1 / 6)])
        weights = np.linalg.lstsq(matrix, target, rcond=None)[0]
        np.testing.assert_allclose(found[task], np.tensordot(weights, case.at_query[:, task], 1), rtol=1e-9)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_heavy_penalty_leaves_the_pool(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = known(kind)
    monkeypatch.setattr(logistic_stacking, "PENALTY", 1e9)
    pool = log_pool if case.problem.classes else average
    np.testing.assert_allclose(case.combined(PART), case.combined(pool.PART), atol=1e-6)


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_members_that_are_always_wrong_are_turned_round(kind: str) -> None:
    case = known(kind, points=9)
    labels = full(case.y)
    wrong = (1 - labels)[..., -case.problem.outputs :] if kind == "classification" else (1 - 0.9 * labels) / 2.1
    case.at_support[:] = np.clip(wrong, 0.1, 0.9)
    case = case._replace(at_query=case.at_support)
    assert (full(case.combined(PART)).argmax(axis=-1) == labels.argmax(axis=-1)).all()


@pytest.mark.parametrize("kind", ["classification", "three classes"])
@pytest.mark.parametrize("wrong", [False, True])
def test_sure_members_need_no_more_steps_than_are_taken(
    kind: str, wrong: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = known(kind, members=30, points=10)
    case = case._replace(at_support=np.round(case.at_support, 2))
    if wrong:
        case.at_support[:] = (1 - full(case.y))[..., -case.problem.outputs :]
    found = case.combined(PART)
    monkeypatch.setattr(logistic_stacking, "STEPS", 40)
    np.testing.assert_allclose(case.combined(PART), found, atol=1e-6)

"""Base learners of scikit-learn against closed forms, and against the library called by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier

from metacore import registry
from metacore.types import Batch, Problem

RANDOM = np.random.default_rng(5)
X = RANDOM.normal(size=(3, 12, 2))
PLACES = RANDOM.normal(size=(3, 7, 2))
LINE = Problem("regression", 2, 1)
TWO, THREE = Problem("classification", 2, 1), Problem("classification", 2, 3)


def fitted(name: str, problem: Problem, y: np.ndarray, **settings: Any) -> np.ndarray:
    learner = registry.learners()[name]
    defaults = {dial.name: dial.default for dial in learner.dials}
    return np.asarray(learner.fit(problem, Batch(X, y), defaults | settings)(PLACES))


def test_ridge_is_its_closed_form() -> None:
    y = RANDOM.normal(size=(3, 12, 1))
    found = fitted("linear_model", LINE, y, linear_freedom=0.5)
    for task in range(3):
        x, mean = X[task] - X[task].mean(axis=0), y[task].mean()
        w = np.linalg.solve(x.T @ x + 2 * np.eye(2), x.T @ (y[task] - mean))
        np.testing.assert_allclose(found[task], (PLACES[task] - X[task].mean(axis=0)) @ w + mean)


def test_neighbours_are_the_mean_of_the_nearest() -> None:
    y = RANDOM.normal(size=(3, 12, 1))
    found = fitted("neighbours", LINE, y, neighbours=3)
    for task in range(3):
        for place, answer in zip(PLACES[task], found[task], strict=True):
            nearest = np.argsort(((X[task] - place) ** 2).sum(axis=1))[:3]
            np.testing.assert_allclose(answer, y[task][nearest].mean(axis=0))


@pytest.mark.parametrize("problem", [TWO, THREE])
def test_classes_that_a_task_has_not_seen_have_no_chance(problem: Problem) -> None:
    labels = np.arange(12) % 2
    y = np.eye(3)[labels][None].repeat(3, axis=0) if problem.outputs > 1 else labels[None, :, None].repeat(3, axis=0)
    found = fitted("neighbours", problem, y.astype(float))
    for task in range(3):
        model = KNeighborsClassifier(5).fit(X[task], labels)
        expected = model.predict_proba(PLACES[task])
        expected = np.concatenate([expected, np.zeros([7, 1])], axis=1) if problem.outputs > 1 else expected[:, 1:]
        np.testing.assert_allclose(found[task], expected)


def test_the_forest_is_the_librarys_own_at_its_defaults() -> None:
    labels = (X[..., :1] > 0).astype(float)
    found = fitted("random_forest", TWO, labels)
    order = np.lexsort([*X[0].T, *labels[0].T])
    model = RandomForestClassifier(random_state=0).fit(X[0][order], labels[0][order, 0])
    np.testing.assert_allclose(found[0], model.predict_proba(PLACES[0])[:, 1:])


@pytest.mark.parametrize("problem", [TWO, THREE])
def test_the_margin_of_a_support_vector_is_worth_a_logit_of_two(problem: Problem) -> None:
    labels = np.argmax(X @ np.array([[1.0, -1.0, 0.2], [0.3, 0.5, -1.0]]), axis=-1)
    y = np.eye(3)[labels] if problem.outputs > 1 else (labels[..., None] == 0).astype(float)
    found = fitted("svm", problem, y)
    assert ((found >= 0) & (found <= 1)).all()
    if problem.outputs > 1:
        np.testing.assert_allclose(found.sum(axis=-1), 1)

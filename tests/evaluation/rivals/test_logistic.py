"""Logistic regression with an intercept for each task against the integral taken on a fine grid."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.evaluation.rivals import logistic
from metacore.evaluation.rivals.rows import Rows, with_one
from metacore.types import Problem

GRID = np.linspace(-9, 9, 4001)


def drawn(width: float, tasks: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(2)
    task = np.repeat(np.arange(tasks), random.integers(1, 60, tasks))
    x = with_one(random.normal(size=(len(task), 2)))
    logits = x @ np.array([-0.5, 1.0, -2.0]) + width * random.normal(size=tasks)[task]
    return x, (random.random(len(task)) < 1 / (1 + np.exp(-logits))).astype(float), task


def densities(base: np.ndarray, width: float, y: np.ndarray) -> np.ndarray:
    """The density of b and the rows of one task at every place of the grid."""
    logits = base[:, None] + width * GRID
    return np.exp((y[:, None] * logits - np.logaddexp(0, logits)).sum(axis=0) - 0.5 * GRID**2) / np.sqrt(2 * np.pi)


@pytest.mark.parametrize("width", [0.3, 1.5, 4.0])
def test_the_likelihood_and_what_is_believed_are_those_of_the_integral(width: float) -> None:
    x, y, task = drawn(width)
    base = x @ np.array([-0.4, 0.9, -1.8])
    found = logistic.believed(base, width, y, task, task.max() + 1)
    for one in range(0, 150, 10):
        exact = densities(base[task == one], width, y[task == one])
        np.testing.assert_allclose(found.likely[one], np.log(np.trapezoid(exact, GRID)), atol=1e-3)
        mean = np.trapezoid(exact * GRID, GRID) / np.trapezoid(exact, GRID)
        np.testing.assert_allclose((found.weights[one] * found.places[one]).sum(), mean, atol=2e-3)


def test_no_other_values_make_the_rows_more_likely_and_the_truth_is_near() -> None:
    x, y, task = drawn(1.5)
    model = logistic.estimated(x, y, task)

    def likely(beta: np.ndarray, width: float) -> float:
        firm = 0.5 * logistic.FIRM * (beta[1:] ** 2).sum()
        return float(logistic.believed(x @ beta, width, y, task, 150).likely.sum() - firm)

    best = likely(*model)
    for move in 0.05 * np.concatenate([np.eye(4), -np.eye(4)]):
        assert likely(model.beta + move[:3], model.width + move[3]) < best
    np.testing.assert_allclose([*model.beta, model.width], [-0.5, 1.0, -2.0, 1.5], atol=0.3)


def test_known_rows_move_the_answer_and_none_leave_that_of_all_tasks() -> None:
    x, y, task = drawn(1.5)
    answer = logistic.fit_chance(Problem("classification", 2, 1), Rows(x[:, 1:], y[:, None], task), 5)
    known = Rows(np.zeros((3, 2)), np.ones((3, 1)), np.array([0, 0, 0]))
    moved, usual = answer(known, np.zeros((2, 1, 2)))[:, 0, 0]
    model = logistic.estimated(x, y, task)
    prior = densities(np.zeros(0), model.width, np.zeros(0))
    expected = np.trapezoid(prior / (1 + np.exp(-model.beta[0] - model.width * GRID)), GRID)
    np.testing.assert_allclose(usual, expected, atol=1e-4)
    assert moved > usual + 0.1


def test_shares_of_many_classes_are_those_of_the_task_the_more_is_known() -> None:
    random = np.random.default_rng(4)
    shares = random.dirichlet([1.0, 1.0, 1.0], 200)
    y = np.stack([np.eye(3)[random.choice(3, 10, p=share)] for share in shares]).reshape(-1, 3)
    rows = Rows(np.zeros((2000, 1)), y, np.repeat(np.arange(200), 10))
    answer = logistic.fit_share(Problem("classification", 1, 3), rows, 5)
    known = Rows(np.zeros((43, 1)), np.eye(3)[[1] * 40 + [2] * 3], np.array([0] * 40 + [1] * 3))
    found = answer(known, np.zeros((3, 1, 1)))[:, 0]
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_allclose(found[2], 1 / 3, atol=0.06)
    assert found[0, 1] > 0.85 and 0.4 < found[1, 2] < 0.85


def test_classes_that_a_line_separates_give_finite_answers() -> None:
    x = np.linspace(-1, 1, 40)[:, None]
    rows = Rows(x, (x > 0).astype(float), np.arange(40) % 5)
    rows = Rows(*(column[np.argsort(rows.task, kind="stable")] for column in rows))
    found = logistic.fit_chance(Problem("classification", 1, 1), rows, 5)(rows, x[None].repeat(5, axis=0))
    assert ((found > 0.5) == (x > 0)).all()

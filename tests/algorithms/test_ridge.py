"""The ridge head against NumPy, one task at a time, in both forms of the closed solution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.algorithms import ridge
from metacore.types import Problem
from tests import reference
from tests.examples import TASKS, close, double, random_batch, random_layers

PROBLEMS = (
    Problem("regression", 2, 1),
    Problem("regression", 2, 3),
    Problem("classification", 2, 1),
    Problem("classification", 2, 3),
)
RIDGE = registry.algorithms()["ridge"]
each_problem = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: f"{p.kind}-{p.outputs}")


def params(problem: Problem) -> dict[str, Any]:
    random = np.random.default_rng(4)
    return {
        "layers": random_layers(7, (2, 5, 6)),
        "strength": np.full((1, 1, 1), -0.7),
        "scale": np.full((1, 1), 1.7),
        "shift": random.normal(size=(1, problem.outputs)),
    }


def features(p: dict[str, Any], x: np.ndarray) -> np.ndarray:
    """Features of one task's points, and a one."""
    hidden = np.maximum(reference.outputs(p["layers"], x), 0)
    return np.hstack([hidden, np.ones((len(x), 1))])


def expected(problem: Problem, p: dict[str, Any], x: np.ndarray, y: np.ndarray, query: np.ndarray) -> np.ndarray:
    """The minimiser by the normal equations (primal), or by a least-squares fit with extra rows: no Woodbury."""
    f = features(p, x)
    if problem.classes == 2:
        y = np.where(y > 0.5, 1.0, -1.0)
    strength = np.exp(-0.7) + ridge.JITTER * (f**2).sum()
    rows = np.vstack([f, np.sqrt(strength) * np.eye(f.shape[1])])
    head = np.linalg.lstsq(rows, np.vstack([y, np.zeros((f.shape[1], y.shape[1]))]), rcond=None)[0]
    return 1.7 * features(p, query) @ head + p["shift"]


@each_problem
@pytest.mark.parametrize("points", [1, 4, 7, 12])
def test_it_is_the_least_squares_fit_with_the_penalty(problem: Problem, points: int) -> None:
    p, support, query = params(problem), random_batch(1, problem, points=points), random_batch(2, problem)
    if problem.classes > 2:
        support = support._replace(y=np.eye(3)[np.random.default_rng(3).integers(3, size=(TASKS, points))])
    found = RIDGE.predict(problem, RIDGE.adapt(problem, double(p), support, {})[-1], query.x)
    for task in range(TASKS):
        x, y, at = (np.asarray(a[task]) for a in (*support, query.x))
        np.testing.assert_allclose(found[task], expected(problem, p, x, y, at), atol=1e-9)


def test_the_small_and_the_large_system_agree() -> None:
    random = np.random.default_rng(5)
    for points, width in ((3, 8), (8, 8), (9, 4)):
        f, y, strength = random.normal(size=(2, points, width)), random.normal(size=(2, points, 2)), 0.3
        found = ridge.solve(double(f), double(y), strength)
        total = strength + ridge.JITTER * (f**2).sum(axis=(1, 2))[:, None, None]
        dual = f.swapaxes(1, 2) @ np.linalg.solve(f @ f.swapaxes(1, 2) + total * np.eye(points), y)
        primal = np.linalg.solve(f.swapaxes(1, 2) @ f + total * np.eye(width), f.swapaxes(1, 2) @ y)
        np.testing.assert_allclose(found, dual, atol=1e-9)
        np.testing.assert_allclose(found, primal, atol=1e-9)


def test_float32_solves_however_large_the_features_and_equal_the_points() -> None:
    f = np.repeat(1e4 * np.random.default_rng(6).normal(size=(2, 1, 9)), 50, axis=1).astype(np.float32)
    for points in (5, 50):
        assert np.isfinite(ridge.solve(f[:, :points], f[:, :points, :1], np.float32(1e-12))).all()


def test_before_adaptation_every_point_gets_the_shift() -> None:
    problem = PROBLEMS[1]
    p, support = params(problem), random_batch(1, problem)
    before = RIDGE.predict(problem, RIDGE.adapt(problem, double(p), support, {})[0], support.x)
    close(before.numpy(), np.broadcast_to(p["shift"], support.y.shape))

"""The linear mixed model against statsmodels, finite differences and the posterior written out."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMParams

from metacore.evaluation.rivals import mixed
from metacore.evaluation.rivals.mixed import Sums
from metacore.evaluation.rivals.rows import Rows, with_one
from metacore.types import Problem

PROBLEM = Problem("regression", 1, 1)


def drawn(seed: int, tasks: int, features: int, most: int = 12) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows [rows, features + 1], answers and tasks of a mixed model whose parts all vary together."""
    random = np.random.default_rng(seed)
    task = np.repeat(np.arange(tasks), random.integers(3, most, tasks))
    x = with_one(random.normal(size=(len(task), features)))
    together = np.eye(features + 1) + 0.4 * random.normal(size=(features + 1, features + 1))
    own = random.normal(size=features + 1) + random.normal(size=(tasks, features + 1)) @ together.T
    return x, (x * own[task]).sum(axis=1) + random.normal(size=len(task)), task


@pytest.mark.parametrize(("seed", "tasks", "features", "full"), [(1, 40, 1, True), (2, 30, 0, True), (0, 8, 2, False)])
def test_it_is_the_model_of_statsmodels_to_four_digits(seed: int, tasks: int, features: int, full: bool) -> None:
    x, y, task = drawn(seed, tasks, features)
    width = features + 1
    # With too few tasks for a full covariance only its diagonal is free.
    free = None if full else MixedLMParams.from_components(fe_params=np.ones(width), cov_re=np.eye(width))
    theirs = MixedLM(y, x, task, exog_re=x).fit(reml=True, method="bfgs", free=free)
    ours = mixed.estimated(x, y, task)
    assert theirs.converged and (full or np.count_nonzero(ours.root) == width)
    np.testing.assert_allclose(ours.beta, theirs.fe_params, atol=1e-4)
    np.testing.assert_allclose(ours.covariance, theirs.cov_re, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(ours.noise**2, theirs.scale, rtol=1e-4)
    parts = mixed.own_parts(ours, Sums.of(x, y, task, tasks))
    np.testing.assert_allclose(parts, np.stack([theirs.random_effects[one] for one in range(tasks)]), atol=1e-3)


def test_the_slope_of_the_likelihood_is_that_of_finite_differences() -> None:
    x, y, task = drawn(3, 30, 2)
    sums, free = Sums.of(x, y, task, 30), mixed._free(x, y, task)
    values, step = np.random.default_rng(0).normal(size=len(free[0])), 1e-6
    ups, downs = ([mixed._deviance(sums, free, values + move)[0] for move in s * np.eye(6)] for s in (step, -step))
    slope = (np.array(ups) - downs) / (2 * step)
    np.testing.assert_allclose(mixed._deviance(sums, free, values)[1], slope, rtol=1e-5, atol=1e-5)


def test_a_new_task_is_answered_by_the_mean_of_its_posterior() -> None:
    x, y, task = drawn(4, 40, 1)
    model = mixed.estimated(x, y, task)
    answer = mixed.fit_line(PROBLEM, Rows(x[:, 1:], y[:, None], task), 5)
    known, asked = Rows(np.array([[0.3], [1.2]]), np.array([[2.0], [0.5]]), np.array([0, 0])), np.full((2, 1, 1), 0.7)
    seen, place = with_one(known.x), with_one(asked)[0, 0]
    among = seen @ model.covariance @ seen.T + model.noise**2 * np.eye(2)
    moved = model.covariance @ seen.T @ np.linalg.solve(among, known.y[:, 0] - seen @ model.beta)
    # Of the second task nothing is known, so what holds for all is said.
    np.testing.assert_allclose(answer(known, asked)[:, 0, 0], [place @ (model.beta + moved), place @ model.beta])


def test_the_shrunken_mean_weighs_by_how_much_tasks_differ() -> None:
    random = np.random.default_rng(5)
    task = np.repeat(np.arange(400), 6)
    y = 3 + 2 * random.normal(size=400)[task] + random.normal(size=len(task))
    answer = mixed.fit_mean(PROBLEM, Rows(np.zeros((len(task), 1)), y[:, None], task), 5)
    known = Rows(np.zeros((3, 1)), np.array([[6.0], [8.0], [8.0]]), np.array([0, 1, 1]))
    found = answer(known, np.zeros((2, 1, 1)))[:, 0, 0]
    np.testing.assert_allclose(found, [3 + 4 / (4 + 1) * 3, 3 + 4 / (4 + 0.5) * 5], rtol=0.05)


def test_columns_that_say_the_same_and_more_features_than_tasks_do_no_harm() -> None:
    random = np.random.default_rng(6)
    task = np.repeat(np.arange(6), 8)
    x = random.normal(size=(48, 30))
    x[:, 1] = x[:, 0]
    x[:, 2] = random.normal(size=6)[task]  # the same in all rows of a task: a slope of one task has no meaning
    y = 2 * x[:, 0] + random.normal(size=6)[task] + 0.1 * random.normal(size=48)
    free = mixed._free(with_one(x), y, task)
    assert len(free[0]) == mixed.MOST_SLOPES + 1 and 3 not in free[0]
    assert np.isfinite(mixed.fit_line(PROBLEM, Rows(x, y[:, None], task), 5)(Rows(x, y[:, None], task), x[None])).all()

"""Implicit MAML against Hessians by finite differences and exact dense solves, in NumPy."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.algorithms.imaml import conjugate_gradients
from metacore.compiling.lazy import tf
from metacore.types import Episode, Problem
from tests import reference
from tests.examples import KINDS, TASKS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["imaml"]
NETWORK, STEPS = random_layers(7, (2, 3, 1)), 3
WEIGHTS = 13


def flat(network: reference.Network) -> np.ndarray:
    return np.concatenate([a.ravel() for layer in network for a in layer])


def shaped(values: np.ndarray) -> reference.Network:
    parts = np.split(values, [6, 9, 12])
    return [(parts[0].reshape(2, 3), parts[1].reshape(1, 3)), (parts[2].reshape(3, 1), parts[3].reshape(1, 1))]


def slope(problem: Problem, support: tuple[np.ndarray, ...], values: np.ndarray) -> np.ndarray:
    return flat(reference.gradient(problem, shaped(values), *support))


def hessian(problem: Problem, support: tuple[np.ndarray, ...], values: np.ndarray) -> np.ndarray:
    width = 1e-6 * np.eye(WEIGHTS)
    at = partial(slope, problem, support)
    return np.stack([(at(values + row) - at(values - row)) / 2e-6 for row in width])


def descended(problem: Problem, support: tuple[np.ndarray, ...], alpha: float, pull: float) -> tuple[np.ndarray, bool]:
    """The weights after the inner steps, and whether any step was shorter than alpha."""
    start = own = flat(NETWORK)
    shortened = False
    for _ in range(STEPS):
        down = slope(problem, support, own) + pull * (own - start)
        along = down @ (hessian(problem, support, own) + pull * np.eye(WEIGHTS)) @ down
        best = down @ down / along if along > 0 else np.inf
        shortened |= best < alpha
        own = own - min(alpha, best) * down
    return own, shortened


def found(kind: str, alpha: float, pull: float, cg_steps: int) -> tuple[float, np.ndarray, list[Any]]:
    """The loss and meta-gradient, and of each task its support and query."""
    problem = problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    dials = {"alpha": np.float64(alpha), "inner_steps": STEPS, "pull": np.float64(pull), "cg_steps": np.int32(cg_steps)}
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, dials))(double(NETWORK))
    halves = [[(batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2]] for task in range(TASKS)]
    return float(loss), flat(plain(slopes)), halves


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("alpha", "short"), [(0.02, False), (2.0, True)])
def test_the_meta_gradient_is_an_exact_solve_with_the_hessian_where_adapting_ends(
    kind: str, alpha: float, short: bool
) -> None:
    pull, problem = 8.0, problem_of(kind)
    loss, slopes, halves = found(kind, alpha, pull, WEIGHTS + 2)
    solved, losses, shortened = [], [], []
    for support, query in halves:
        own, shorter = descended(problem, support, alpha, pull)
        whole = np.eye(WEIGHTS) + hessian(problem, support, own) / pull
        assert np.linalg.eigvalsh((whole + whole.T) / 2).min() > 0.1
        solved.append(np.linalg.solve(whole, slope(problem, query, own)))
        losses.append(reference.loss(problem, shaped(own), *query))
        shortened.append(shorter)
    assert np.isclose(loss, np.mean(losses), rtol=1e-7)
    close(slopes, np.mean(solved, axis=0), 1e-6)
    assert any(shortened) == short, "both lengths of step are tried"


def test_a_pull_without_end_gives_joint_training() -> None:
    _, slopes, halves = found("regression", 0.0, 100.0, 5)
    problem = problem_of("regression")
    plainly = np.mean([slope(problem, query, flat(NETWORK)) for _, query in halves], axis=0)
    assert 1e-4 < np.abs(slopes - plainly).max() < 0.2 * np.abs(plainly).max()


def test_the_solver_is_exact_after_as_many_steps_as_there_are_unknowns_and_goes_on_unharmed() -> None:
    random = np.random.default_rng(1)
    root, goal = random.normal(size=(TASKS, 4, 4)), random.normal(size=(TASKS, 4, 1))
    matrix = root @ root.transpose(0, 2, 1) + np.eye(4)
    for steps in (4, 9):
        ((solved,),) = conjugate_gradients(lambda v: [(matrix @ v[0][0],)], [(tf.constant(goal),)], steps)
        close(solved, np.linalg.solve(matrix, goal), 1e-8)


def test_the_solver_stops_before_negative_curvature_on_that_task_alone() -> None:
    matrix = np.stack([np.diag([2.0, 4.0]), np.diag([-1.0, -3.0]), np.diag([3.0, -1.0])])
    goal = np.array([[[1.0], [1.0]], [[1.0], [2.0]], [[1.0], [0.5]]])
    ((solved,),) = conjugate_gradients(lambda v: [(matrix @ v[0][0],)], [(tf.constant(goal),)], 5)
    close(solved[0], np.array([[0.5], [0.25]]))
    close(solved[1], goal[1])
    close(solved[2], goal[2] * 1.25 / 2.75)

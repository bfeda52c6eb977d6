"""The linear mixed model: every task has a line of its own, drawn around that of all (Laird and Ware 1982).

y = X (beta + b) + e with b ~ N(0, s^2 L L^T) for each task and e ~ N(0, s^2). Beta and s have a closed form given L,
which maximises the restricted likelihood (Bates, Maechler, Bolker and Walker 2015, section 3), here with its gradient.
With V = I + X L L^T X^T, A = I + L^T X^T X L and M = X^T V^-1 X = S - S L A^-1 L^T S nothing of a task is needed but
S = X^T X, X^T y, y^T y and the number of rows; and L may be singular, so that many features do no harm.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metacore.evaluation.rivals.rows import Answer, Rows, with_one
from metacore.types import Problem

MOST_SLOPES = 20  # features whose slope differs between tasks
TASKS_A_COVARIANCE = 2  # training tasks for each number of a full covariance; with fewer, slopes vary independently
NEXT_TO_NOTHING = 1e-9


class Sums(NamedTuple):
    """All that is needed of each task's rows: X^T X [tasks, q, q], X^T y [tasks, q], y^T y and rows [tasks]."""

    xx: np.ndarray
    xy: np.ndarray
    yy: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray, task: np.ndarray, tasks: int) -> Sums:
        """Of rows in the order of their tasks."""
        ends = np.searchsorted(task, np.arange(1, tasks))
        pairs = list(zip(np.split(x, ends), np.split(y, ends), strict=True))
        xx, xy, yy = (
            [a.T @ b for a, b in which] for which in ([(a, a) for a, _ in pairs], pairs, [(b, b) for _, b in pairs])
        )
        return cls(np.stack(xx), np.stack(xy), np.array(yy), np.bincount(task, minlength=tasks))


class Mixed(NamedTuple):
    """A fitted model: ``beta`` [q], ``root`` L [q, q] and the deviation ``noise`` s."""

    beta: np.ndarray
    root: np.ndarray
    noise: float

    @property
    def covariance(self) -> np.ndarray:
        """Of the tasks' own parts."""
        return self.noise**2 * self.root @ self.root.T


def fit_line(problem: Problem, rows: Rows, shots: int) -> Answer:
    """A line for each task, around that of all."""
    return _answering(estimated(with_one(rows.x), rows.y[:, 0], rows.task))


def fit_mean(problem: Problem, rows: Rows, shots: int) -> Answer:
    """A mean for each task, around that of all: the features are not looked at."""
    return _answering(estimated(with_one(rows.x[:, :0]), rows.y[:, 0], rows.task))


def estimated(x: np.ndarray, y: np.ndarray, task: np.ndarray) -> Mixed:
    """The model of rows x [rows, q], whose first column is one, and y [rows], by restricted maximum likelihood."""
    from scipy.optimize import minimize

    x, y = x.astype(np.float64), y.astype(np.float64)
    sums, free = Sums.of(x, y, task, task.max() + 1), _free(x, y, task)
    found = minimize(
        lambda values: _deviance(sums, free, values), 0.3 * (free[0] == free[1]), jac=True, method="L-BFGS-B",
        options={"maxiter": 100, "ftol": 1e-12, "gtol": 1e-6},
    )  # fmt: skip
    root = _root(sums, free, found.x)
    inner = _Inner.of(sums, root)
    return Mixed(inner.beta, root, float(np.sqrt(inner.left / inner.freedom)))


def own_parts(model: Mixed, sums: Sums) -> np.ndarray:
    """The expected b of each task, [tasks, q], given its known rows: L A^-1 L^T X^T (y - X beta)."""
    error = np.swapaxes(model.root, 0, 1) @ (sums.xy - sums.xx @ model.beta)[..., None]
    return (model.root @ np.linalg.solve(_core(sums, model.root), error))[..., 0]


def _answering(model: Mixed) -> Answer:
    features = len(model.beta) - 1

    def answer(known: Rows, x: np.ndarray) -> np.ndarray:
        sums = Sums.of(with_one(known.x[:, :features]), known.y[:, 0].astype(np.float64), known.task, len(x))
        weights = model.beta + own_parts(model, sums)
        return with_one(x[..., :features]) @ weights[..., None]

    return answer


def _free(x: np.ndarray, y: np.ndarray, task: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places in L that are estimated: of the intercept and of features that differ within tasks.

    Where these are many, of those that tell most of y; where tasks are few for a full covariance, on the diagonal.
    """
    counts = np.maximum(np.bincount(task), 1)
    means = np.stack([np.bincount(task, column) / counts for column in x.T], axis=1)
    within = ((x - means[task]) ** 2).mean(axis=0)
    telling = np.abs((x - x.mean(axis=0)).T @ (y - y.mean()))
    vary = np.flatnonzero(within > NEXT_TO_NOTHING * (x**2).mean(axis=0))
    slopes = np.sort(vary[np.argsort(-telling[vary])][:MOST_SLOPES])
    random = np.concatenate([[0], slopes])
    lower = np.tril_indices(len(random))
    if TASKS_A_COVARIANCE * len(lower[0]) > len(counts):
        return random, random
    return random[lower[0]], random[lower[1]]


def _root(sums: Sums, free: tuple[np.ndarray, np.ndarray], values: np.ndarray) -> np.ndarray:
    root = np.zeros(sums.xx.shape[1:])
    root[free] = values
    return root


def _core(sums: Sums, root: np.ndarray) -> np.ndarray:
    return np.eye(len(root)) + root.T @ sums.xx @ root


class _Inner(NamedTuple):
    """What follows from L: M and X^T V^-1 y of each task, the inverse of sum M, beta, |y - X beta|^2 in V^-1, ..."""

    core: np.ndarray
    inner: np.ndarray
    error: np.ndarray  # X^T V^-1 (y - X beta) of each task
    total: np.ndarray
    beta: np.ndarray
    left: float
    freedom: int

    @classmethod
    def of(cls, sums: Sums, root: np.ndarray) -> _Inner:
        core, across = _core(sums, root), sums.xx @ root
        solved = np.linalg.solve(core, np.concatenate([np.swapaxes(across, 1, 2), (sums.xy @ root)[..., None]], axis=2))
        inner = sums.xx - across @ solved[..., :-1]
        seen = sums.xy - (across @ solved[..., -1:])[..., 0]
        length = sums.yy.sum() - np.einsum("tr,tr->", sums.xy @ root, solved[..., -1])
        # Columns that say the same, like all categories beside the one, would make the sum singular.
        total = inner.sum(axis=0)
        total = total + NEXT_TO_NOTHING * np.trace(total) * np.eye(len(total))
        beta = np.linalg.solve(total, seen.sum(axis=0))
        left = max(float(length - beta @ seen.sum(axis=0)), 1e-12 * float(sums.yy.sum()) + 1e-300)
        return cls(core, inner, seen - inner @ beta, total, beta, left, max(int(sums.rows.sum()) - len(root), 1))


def _deviance(sums: Sums, free: tuple[np.ndarray, np.ndarray], values: np.ndarray) -> tuple[float, np.ndarray]:
    """Minus twice the restricted log-likelihood, up to a constant, and its slope along the free numbers of L."""
    root = _root(sums, free, values)
    core, inner, error, total, _, left, freedom = _Inner.of(sums, root)
    value = np.linalg.slogdet(core)[1].sum() + np.linalg.slogdet(total)[1] + freedom * np.log(left)
    doubled = np.einsum("tij,jk,tkl->il", inner, np.linalg.inv(total), inner, optimize=True)
    slope = 2 * (inner.sum(axis=0) - doubled - freedom / left * error.T @ error) @ root
    return float(value), slope[free]

"""Logistic regression whose intercept differs between tasks: the mixed model where classes are asked for.

logit P(y = 1) = X beta + s b with b ~ N(0, 1) for each task. The likelihood integrates b out by quadrature around its
most likely value (Liu and Pierce 1994), and is maximised with its gradient, the mean of that of the complete
likelihood over b (Fisher's identity). More than two classes: each against the rest, scaled to a sum of one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metacore.evaluation.rivals.rows import Answer, Rows, with_one
from metacore.types import Problem

NODES, WEIGHTS = np.polynomial.hermite.hermgauss(15)
SEARCH = 20  # Newton steps towards the most likely b
FIRM = 1e-3  # a prior on slopes, as if of few points: else separable classes would drive them without end
WIDTHS = (1e-3, 10.0)  # of s


class Logistic(NamedTuple):
    """A fitted model: ``beta`` [q] and the deviation of the intercepts."""

    beta: np.ndarray
    width: float


class Believed(NamedTuple):
    """What b may be in each task: places [tasks, nodes], their weights [tasks, nodes], the log-likelihood [tasks]."""

    places: np.ndarray
    weights: np.ndarray
    likely: np.ndarray


def fit_chance(problem: Problem, rows: Rows, shots: int) -> Answer:
    """An intercept for each task, and slopes that all tasks share."""
    return _answering(problem, rows, rows.x.shape[1])


def fit_share(problem: Problem, rows: Rows, shots: int) -> Answer:
    """A share of each class for each task, around that of all: the features are not looked at."""
    return _answering(problem, rows, 0)


def estimated(x: np.ndarray, y: np.ndarray, task: np.ndarray) -> Logistic:
    """The model of rows x [rows, q], whose first column is one, and y [rows], 0 or 1, by maximum likelihood."""
    from scipy.optimize import minimize

    tasks, start = task.max() + 1, np.zeros(x.shape[1] + 1)
    start[0] = _logit(np.clip(y.mean(), 0.01, 0.99))

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        beta, width = values[:-1], np.exp(values[-1])
        base = x @ beta
        found = believed(base, width, y, task, tasks)
        error = y[:, None] - _chance(base[:, None] + width * found.places[task])
        each = error * found.weights[task]
        slopes = np.append(x.T @ each.sum(axis=1), width * (each * found.places[task]).sum())
        firm = FIRM * np.append(0.0, beta[1:])
        return 0.5 * firm @ beta - found.likely.sum(), np.append(firm, 0.0) - slopes

    limits = [(None, None)] * x.shape[1] + [tuple(np.log(WIDTHS))]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits)
    return Logistic(found.x[:-1], float(np.exp(found.x[-1])))


def believed(base: np.ndarray, width: float, y: np.ndarray, task: np.ndarray, tasks: int) -> Believed:
    """What b may be after the rows of each task: ``base`` [rows] is what is sure of their logits."""

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(task, values, tasks)

    middle = np.zeros(tasks)
    for _ in range(SEARCH):
        chance = _chance(base + width * middle[task])
        bend = 1 + width**2 * total(chance * (1 - chance))
        middle += np.clip((width * total(y - chance) - middle) / bend, -1, 1)
    places = middle[:, None] + np.sqrt(2 / bend)[:, None] * NODES
    logits = base[:, None] + width * places[task]
    seen = y[:, None] * logits - np.logaddexp(0, logits)
    own = np.stack([total(column) for column in seen.T], axis=1) - 0.5 * places**2
    logs = np.log(WEIGHTS) + NODES**2 + own - 0.5 * np.log(bend * np.pi)[:, None]
    most = logs.max(axis=1, keepdims=True)
    sums = np.exp(logs - most).sum(axis=1, keepdims=True)
    return Believed(places, np.exp(logs - most) / sums, (most + np.log(sums))[:, 0])


def _answering(problem: Problem, rows: Rows, features: int) -> Answer:
    design = with_one(rows.x[:, :features])
    models = [estimated(design, answers, rows.task) for answers in rows.y.T.astype(np.float64)]

    def answer(known: Rows, x: np.ndarray) -> np.ndarray:
        seen, asked = (with_one(places[..., :features]) for places in (known.x, x))
        each = [
            _answer(model, seen, answers, known.task, asked) for model, answers in zip(models, known.y.T, strict=True)
        ]
        found = np.stack(each, axis=-1)
        return found if problem.outputs == 1 else found / found.sum(axis=-1, keepdims=True)

    return answer


def _answer(model: Logistic, x: np.ndarray, y: np.ndarray, task: np.ndarray, asked: np.ndarray) -> np.ndarray:
    found = believed(x @ model.beta, model.width, y, task, len(asked))
    logits = (asked @ model.beta)[..., None] + model.width * found.places[:, None]
    return (_chance(logits) * found.weights[:, None]).sum(axis=-1)


def _chance(logits: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(0.5 * logits))


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))

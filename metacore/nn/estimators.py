"""Base learners that scikit-learn provides: fitted one task at a time, asked all tasks at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from metacore.dials import Dial
from metacore.types import Array, Batch, Card, Predictor, Problem

Settings = Mapping[str, Any]
Model = Any  # an estimator of scikit-learn
Answer = Callable[[Model, np.ndarray], np.ndarray]


def probabilities(model: Model, x: np.ndarray) -> np.ndarray:
    """The probability of each class that the model has seen, [n, seen]."""
    return model.predict_proba(x)


@dataclass(frozen=True)
class Estimator:
    """Fits scikit-learn's estimator ``make(problem, settings)`` to each task.

    A support of one class only gives that class everywhere, since most classifiers refuse to learn from it. Points are
    put in order first, so that chance inside the estimator does not depend on how they came.
    """

    card: Card
    dials: tuple[Dial, ...]
    make: Callable[[Problem, Settings], Model]
    answer: Answer = probabilities

    def fit(self, problem: Problem, support: Batch, settings: Settings) -> Predictor:
        xs, ys = (np.asarray(a) for a in support)
        models = [self._fit(problem, x, y, settings) for x, y in zip(xs, ys, strict=True)]

        def predict(x: Array) -> np.ndarray:
            places = np.asarray(x)
            found = [model(points) for model, points in zip(models, places, strict=True)]
            return np.stack(found).astype(places.dtype)

        return predict

    def _fit(self, problem: Problem, x: np.ndarray, y: np.ndarray, settings: Settings) -> Callable[..., np.ndarray]:
        order = np.lexsort([*x.T, *y.T])
        x, y = x[order], y[order]
        if not problem.classes:
            model = self.make(problem, settings).fit(x, y[:, 0])
            return lambda points: model.predict(points)[:, None]
        named = labels(y)
        seen = np.unique(named)
        if len(seen) == 1:
            return lambda points: spread_out(problem, np.ones([len(points), 1]), seen)
        model = self.make(problem, settings).fit(x, named)
        return lambda points: spread_out(problem, self.answer(model, points), seen)


def labels(y: np.ndarray) -> np.ndarray:
    """The class of each point from labels or chances [..., outputs]: whole numbers [...].

    >>> labels(np.array([[0.0], [1.0]])), labels(np.array([[0.1, 0.2, 0.7]]))
    (array([0, 1]), array([2]))
    """
    return y.argmax(axis=-1) if y.shape[-1] > 1 else np.round(y[..., 0]).astype(int)


def spread_out(problem: Problem, chances: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Probabilities [n, outputs] from those of the classes that were ``seen``; others have none."""
    every = np.zeros([len(chances), problem.classes])
    every[:, seen] = chances
    return every[:, -problem.outputs :]

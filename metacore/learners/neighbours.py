"""Nearest neighbours (Cover and Hart 1967) by scikit-learn: the mean of the answers around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from metacore.dials import Dial
from metacore.nn.estimators import Estimator, Settings
from metacore.types import Card, Problem


@dataclass
class _Fewer:
    """An estimator that asks no more neighbours than there are points."""

    model: Any
    most: int

    def fit(self, x: np.ndarray, y: np.ndarray) -> Any:
        return self.model.set_params(n_neighbors=min(self.most, len(x))).fit(x, y)


def make(problem: Problem, settings: Settings) -> Any:
    """p(x) = mean of the answers of the k points nearest to x, weighed by 1 / distance if so set."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

    kind = KNeighborsClassifier if problem.classes else KNeighborsRegressor
    return _Fewer(kind(weights=settings["neighbour_weights"]), settings["neighbours"])


PART = Estimator(
    Card(
        label="Nearest neighbours",
        sentence="Every place is answered like the known points around it. Nothing is trained.",
        source="Cover and Hart 1967, Nearest Neighbor Pattern Classification",
        url="https://doi.org/10.1109/TIT.1967.1053964",
    ),
    (
        Dial("neighbours", "Neighbours", "How many of the nearest points answer together.", 5, "integer", 1, 20,
             stops=(1, 2, 3, 5, 7, 10, 20), live=True),
        Dial("neighbour_weights", "Weight of a neighbour", "Whether nearer points count more (distance) or all alike "
             "(uniform).", "uniform", "choice", choices=("uniform", "distance"), live=True),
    ),
    make,
)  # fmt: skip

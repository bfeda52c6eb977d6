"""Support vector machine (Cortes and Vapnik 1995) by scikit-learn, with a Gaussian kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from metacore.dials import Dial, ladder
from metacore.nn.estimators import Estimator, Settings
from metacore.types import Card, Problem


class _Scaled:
    """An estimator whose kernel is as wide as the library's default, times a factor."""

    def __init__(self, model: Any, reach: float) -> None:
        self.model, self.reach = model, reach

    def fit(self, x: np.ndarray, y: np.ndarray) -> Any:
        spread = float(x.var()) or 1.0
        return self.model.set_params(gamma=1 / (x.shape[1] * spread * self.reach**2)).fit(x, y)


def make(problem: Problem, settings: Settings) -> Any:
    """exp(-gamma |x - x'|^2) with gamma = 1 / (features * variance * reach^2): the library's "scale" at reach 1."""
    from sklearn.svm import SVC, SVR

    return _Scaled((SVC if problem.classes else SVR)(C=settings["svm_freedom"]), settings["svm_reach"])


def by_margin(model: Any, x: np.ndarray) -> np.ndarray:
    """Probabilities from distances to the boundary, a margin being worth a logit of 2.

    Platt's own curve is fitted on held-out points, of which there are none here.
    """
    margins = model.decision_function(x)
    scores = np.stack([-margins, margins], axis=-1) if margins.ndim == 1 else 2 * margins
    chances = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return chances / chances.sum(axis=-1, keepdims=True)


PART = Estimator(
    Card(
        label="Support vector machine",
        sentence="A smooth boundary that stays as far as it can from the points of both classes.",
        source="Cortes and Vapnik 1995, Support-Vector Networks",
        url="https://doi.org/10.1007/BF00994018",
    ),
    (
        Dial("svm_freedom", "Freedom of the boundary", "How closely the boundary may follow the points.", 1.0, "number",
             0.001, 1000.0, stops=ladder(-3, 3), live=True),
        Dial("svm_reach", "Reach of a point", "How far a point has influence, as a multiple of the usual.", 1.0,
             "number", 0.1, 10.0, stops=ladder(-1, 1), live=True),
    ),
    make,
    by_margin,
)  # fmt: skip

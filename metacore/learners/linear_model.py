"""Logistic regression for classes, ridge regression for values (Hoerl and Kennard 1970), both by scikit-learn."""

from __future__ import annotations

from typing import Any

from metacore.dials import Dial, ladder
from metacore.nn.estimators import Estimator, Settings
from metacore.types import Card, Problem


def make(problem: Problem, settings: Settings) -> Any:
    """min 1/2 |w|^2 + C sum of losses: the cross-entropy, or half the squared error."""
    from sklearn.linear_model import LogisticRegression, Ridge

    freedom = settings["linear_freedom"]
    return LogisticRegression(C=freedom, max_iter=300) if problem.classes else Ridge(alpha=1 / freedom)


PART = Estimator(
    Card(
        label="Logistic or ridge regression",
        sentence="A straight boundary, or a straight line. Little to learn, so it needs few points.",
        source="Hoerl and Kennard 1970, Ridge Regression; Cox 1958 for classes",
        url="https://doi.org/10.1080/00401706.1970.10488634",
    ),
    (
        Dial("linear_freedom", "Freedom", "How closely the boundary may follow the points. Small values keep it "
             "cautious.", 1.0, "number", 0.001, 1000.0, stops=ladder(-3, 3), live=True),
    ),
    make,
)  # fmt: skip

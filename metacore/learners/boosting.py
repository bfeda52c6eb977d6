"""Gradient-boosted trees (Friedman 2001) by scikit-learn: small trees, each correcting those before it."""

from __future__ import annotations

from typing import Any

from metacore.dials import Dial, ladder
from metacore.nn.estimators import Estimator, Settings
from metacore.types import Card, Problem


def make(problem: Problem, settings: Settings) -> Any:
    """F_m = F_(m-1) + rate * tree_m, tree_m fitted to the slope of the loss (algorithm 1)."""
    from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

    return (GradientBoostingClassifier if problem.classes else GradientBoostingRegressor)(
        n_estimators=settings["boost_rounds"],
        learning_rate=settings["boost_rate"],
        max_depth=settings["boost_depth"],
        random_state=0,
    )


PART = Estimator(
    Card(
        label="Boosted trees",
        sentence="Small decision trees, one after the other, each correcting what the others still get wrong.",
        source="Friedman 2001, Greedy Function Approximation: A Gradient Boosting Machine",
        url="https://doi.org/10.1214/aos/1013203451",
    ),
    (
        Dial("boost_rounds", "Rounds", "How many trees follow each other.", 100, "integer", 5, 200,
             stops=(5, 10, 30, 100, 200), live=True),
        Dial("boost_rate", "Rate", "How much each tree corrects.", 0.1, "number", 0.01, 1.0, stops=ladder(-2, 0),
             live=True),
        Dial("boost_depth", "Depth of a tree in a round", "How many questions each tree may ask in a row.", 3,
             "integer", 1, 6, stops=tuple(range(1, 7)), live=True),
    ),
    make,
)  # fmt: skip

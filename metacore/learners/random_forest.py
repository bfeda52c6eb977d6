"""Random forest (Breiman 2001) by scikit-learn: the mean of many trees, each grown on its own sample of the points."""

from __future__ import annotations

from typing import Any

from metacore.dials import Dial
from metacore.nn.estimators import Estimator, Settings
from metacore.types import Card, Problem


def make(problem: Problem, settings: Settings) -> Any:
    """Depth 0 stands for no limit; ``auto`` is the library's: the root of their number for classes, all for values.

    Thresholds by chance make extremely randomised trees (Geurts, Ernst and Wehenkel 2006), whose mean is smoother.
    """
    from sklearn import ensemble

    kind = "RandomForest" if settings["thresholds"] == "best" else "ExtraTrees"
    auto = "sqrt" if problem.classes else 1.0
    return getattr(ensemble, kind + ("Classifier" if problem.classes else "Regressor"))(
        n_estimators=settings["trees"],
        max_depth=settings["tree_depth"] or None,
        min_samples_leaf=settings["leaf"],
        max_features=auto if settings["split_features"] == "auto" else 1.0,
        bootstrap=settings["bootstrap"] == "on",
        random_state=0,
    )


PART = Estimator(
    Card(
        label="Random forest",
        sentence="Many decision trees vote. Each asks simple questions, one input at a time.",
        source="Breiman 2001, Random Forests; the source brief, step 1",
        url="https://doi.org/10.1023/A:1010933404324",
    ),
    (
        Dial("trees", "Trees", "How many trees vote.", 100, "integer", 5, 200, stops=(5, 10, 30, 100, 200), live=True),
        Dial("tree_depth", "Depth of a tree", "How many questions a tree may ask in a row. 0 means no limit.", 0,
             "integer", 0, 12, stops=tuple(range(13)), live=True),
        Dial("split_features", "Inputs at a question", "Whether a tree may choose among all inputs at each question, "
             "or among some drawn by chance (auto).", "auto", "choice", choices=("auto", "all"), live=True),
        Dial("leaf", "Points in a leaf", "How many points must agree at least before a tree answers.", 1, "integer", 1,
             10, stops=tuple(range(1, 11)), live=True),
        Dial("thresholds", "Where a question cuts", "At the best place, or at a place drawn by chance.", "best",
             "choice", choices=("best", "chance"), live=True),
        Dial("bootstrap", "Own sample for each tree", "Whether each tree sees a sample of the points drawn by chance, "
             "or all of them.", "on", "choice", choices=("on", "off"), live=True),
    ),
    make,
)  # fmt: skip

"""One base learner, trained on each training task."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.run import Run
from metacore.training.pool import Models
from metacore.types import Batch, Card, Params


@dataclass(frozen=True)
class OfLearner:
    """The models of the run's base learner, one for each task."""

    card: Card
    shared_start: bool = False

    def models(self, run: Run, params: Params, support: Batch, first: int) -> Models:
        return Models(run.base_learner.fit(run.problem, support, dict(run.settings)), None)


PART = OfLearner(
    Card(
        label="One base learner",
        sentence="The base learner, such as a random forest, is trained on each training task alone.",
        source="The source brief, steps 1 and 3",
    )
)

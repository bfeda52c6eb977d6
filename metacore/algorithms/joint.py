"""Joint training: one model for all tasks at once, a baseline that does not adapt.

Minimises the query loss of all tasks with one set of weights (Caruana 1997, sections 1 and 2).
"""

from __future__ import annotations

from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Batch, Dials, Method, Problem


def adapt(problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
    return [params]


PART = MetaLearner(
    Method(
        label="Joint training",
        sentence="Trains one network on all tasks together and uses it as it is. It cannot tell new tasks apart.",
        learns="One network for all tasks.",
        adapts="Does not adapt.",
        source="Caruana 1997, Multitask Learning",
        url="https://doi.org/10.1023/A:1007379606734",
        ignores=("alpha", "inner_steps", "objective"),
    ),
    adapt,
)

"""Adapt, then ensemble: several meta-learners that differ by their seed each adapt to the new task (deep ensembles).

p(x) = mean over seeds s of p(x | adapt(theta_s, support)). Wins over one meta-learner wherever seeds err apart, by what
their disagreement is worth (Krogh and Vedelsby 1995); costs as many trainings as there are seeds.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture, uniform
from metacore.protocols import Combiner
from metacore.types import Card

PART = Combiner(
    Card(
        label="Several meta-learners",
        sentence="Meta-learners that differ only by their seed each adapt to the new task; their answers are averaged.",
        source="Lakshminarayanan, Pritzel and Blundell 2017, Simple and Scalable Predictive Uncertainty",
        url="https://arxiv.org/abs/1612.01474",
    ),
    uniform,
    mixture,
    convex=True,
    members="seeds",
)

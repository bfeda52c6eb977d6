"""Snapshot ensemble: the meta-learner at several moments of one meta-training (Huang et al. 2017).

p(x) = mean over moments k of p(x | adapt(theta_k, support)). Costs one training. The learning rate is not cycled as in
the paper, so that moments are more alike, and it gains less than several seeds; it fails where early ones are poor.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture, uniform
from metacore.protocols import Combiner
from metacore.types import Card

PART = Combiner(
    Card(
        label="Snapshots",
        sentence="The meta-learner as it was at several moments of its training: each adapts to the new task; their "
        "answers are averaged.",
        source="Huang et al. 2017, Snapshot Ensembles: Train 1, Get M for Free",
        url="https://arxiv.org/abs/1704.00109",
    ),
    uniform,
    mixture,
    convex=True,
    members="snapshots",
)

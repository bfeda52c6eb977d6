"""First-order MAML: MAML without the derivative through the inner step (Finn et al. 2017, section 5.2)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from metacore.algorithms import maml
from metacore.nn.meta_learner import MetaLearner

PART = MetaLearner(
    replace(
        maml.PART.card,
        label="First-order MAML",
        sentence="Like MAML, but ignores how the starting weights change the inner steps. Cheaper, often as good.",
        source="Finn, Abbeel and Levine 2017, section 5.2",
    ),
    partial(maml.adapt, first_order=True),
    first_order=True,
)

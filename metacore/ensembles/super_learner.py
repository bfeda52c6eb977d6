"""The super learner: a mixture of different kinds of model, weighed by how they do on other tasks (van der Laan 2007).

p(x) = sum_c w_c p_c(x) over candidates c: adapting alone, an ensemble of the pool, and every base learner on the new
task's own support. The w >= 0 sum to one and give the mixture its least loss. Folds are whole tasks: the weights come
from training tasks that no model has learned, at the same number of support points, so none of the new task's few
points is spent on them. Nowhere worse than its best candidate by more than what the weights' own uncertainty costs, in
the loss that they are fitted to; the share of wrong answers may differ from it.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture
from metacore.ensembles.stacking import weigh
from metacore.protocols import Combiner
from metacore.types import Card

PART = Combiner(
    Card(
        label="Super learner",
        sentence="Adapting, the weighted ensemble and fresh models of every kind answer together. How much each counts "
        "was learned on other tasks.",
        source="van der Laan, Polley and Hubbard 2007, Super Learner",
        url="https://doi.org/10.2202/1544-6115.1309",
    ),
    weigh,
    mixture,
    convex=True,
    members="candidates",
)

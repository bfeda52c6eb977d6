"""First-order MAML: MAML without the derivative through the inner step (Finn et al. 2017, section 5.2)."""

from __future__ import annotations

from metacore.algorithms.maml import Maml
from metacore.types import Method

PART = Maml(
    Method(
        label="First-order MAML",
        sentence="Like MAML, but ignores how the starting weights change the inner steps. Cheaper, often as good.",
        learns="The starting weights of the network.",
        adapts="Takes a few gradient steps on the support points.",
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Finn, Abbeel and Levine 2017, section 5.2",
        url="https://arxiv.org/abs/1703.03400",
    ),
    first_order=True,
)

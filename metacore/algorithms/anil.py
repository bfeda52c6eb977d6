"""Almost no inner loop: only the last layer adapts (Raghu, Raghu, Bengio and Vinyals 2020).

MAML whose inner steps touch the last layer alone; the layers below are one feature map for all tasks.
"""

from __future__ import annotations

from metacore.nn import networks
from metacore.nn.gradients import descend
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Batch, Dials, Method, Problem


def adapt(problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
    """head <- head - alpha * grad_head L_i(body, head), and both are meta-learned; Raghu et al. 2020, section 4.1."""
    *body, head = params
    # The body does not move, so what it makes of the support is computed once.
    features = networks.traced(params, support.x)[1][-1]
    heads = descend(problem, [head], Batch(features, support.y), dials["alpha"], dials["inner_steps"])
    return [[*body, *own] for own in heads]


PART = MetaLearner(
    Method(
        label="ANIL",
        sentence="Like MAML, but only the last layer changes for a new task. The rest of the network is shared.",
        learns="Features that suit all tasks, and the starting weights of the last layer.",
        adapts="Takes a few gradient steps with the last layer on the support points.",
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Raghu, Raghu, Bengio and Vinyals 2020, Rapid Learning or Feature Reuse?, section 4",
        url="https://arxiv.org/abs/1909.09157",
        defaults={"alpha": 0.1, "inner_steps": 5},
    ),
    adapt,
)

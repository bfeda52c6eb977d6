"""Model-agnostic meta-learning, second order (Finn, Abbeel and Levine 2017).

Learns an initialisation from which a few gradient steps do well on a new task.
"""

from __future__ import annotations

from metacore.nn.gradients import descend
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Batch, Dials, Method, Problem


def adapt(problem: Problem, params: Layers, support: Batch, dials: Dials, first_order: bool = False) -> list[Layers]:
    """theta <- theta - beta * grad_theta sum_i L_i(theta - alpha * grad L_i(theta)); Finn et al. 2017, algorithm 1.

    With ``first_order`` the inner gradient counts as a constant (section 5.2).
    """
    return descend(problem, params, support, dials["alpha"], dials["inner_steps"], first_order)


PART = MetaLearner(
    Method(
        label="MAML",
        sentence="Learns starting weights from which a few gradient steps solve a new task.",
        learns="The starting weights of the network.",
        adapts="Takes a few gradient steps on the support points.",
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Finn, Abbeel and Levine 2017, Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks",
        url="https://arxiv.org/abs/1703.03400",
    ),
    adapt,
)

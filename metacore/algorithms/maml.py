"""Model-agnostic meta-learning, second order (Finn, Abbeel and Levine 2017)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, descend, query_gradient
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Maml:
    """Learns an initialisation from which a few gradient steps do well on a new task.

    theta <- theta - beta * grad_theta sum_i L_i(theta - alpha * grad L_i(theta)); Finn et al. 2017, algorithm 1.
    With ``first_order`` the inner gradient counts as a constant (section 5.2).
    """

    card: Method
    first_order: bool = False
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        return descend(problem, params, support, dials["alpha"], dials["inner_steps"], self.first_order)

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        return query_gradient(lambda p: adapted_query_loss(self, problem, p, episode, dials), params)


PART = Maml(
    Method(
        label="MAML",
        sentence="Learns starting weights from which a few gradient steps solve a new task.",
        learns="The starting weights of the network.",
        adapts="Takes a few gradient steps on the support points.",
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Finn, Abbeel and Levine 2017, Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks",
        url="https://arxiv.org/abs/1703.03400",
    )
)

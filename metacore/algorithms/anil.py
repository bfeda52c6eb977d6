"""Almost no inner loop: only the last layer adapts (Raghu, Raghu, Bengio and Vinyals 2020)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, descend, query_gradient
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Anil:
    """MAML whose inner steps touch the last layer alone; the layers below are one feature map for all tasks.

    head <- head - alpha * grad_head L_i(body, head), and both are meta-learned; Raghu et al. 2020, section 4.1.
    """

    card: Method
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        *body, head = params
        # The body does not move, so what it makes of the support is computed once.
        features = networks.traced(params, support.x)[1][-1]
        heads = descend(problem, [head], Batch(features, support.y), dials["alpha"], dials["inner_steps"])
        return [[*body, *own] for own in heads]

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        return query_gradient(lambda p: adapted_query_loss(self, problem, p, episode, dials), params)


PART = Anil(
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
    )
)

"""Fine-tuned joint training: one model for all tasks, then a few gradient steps on a new one; a baseline."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.algorithms import joint
from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, descend
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Finetuned:
    """Trained exactly like joint training; a new task takes gradient steps at alpha (Finn et al. 2017, section 5.1).

    theta <- theta - beta * grad sum_i L_i(theta), and only then w <- w - alpha * grad L_new(w): training never knows
    that there will be steps. What MAML gains over this is what learning to adapt is worth.
    """

    card: Method
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        return descend(problem, params, support, dials["alpha"], dials["inner_steps"])

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def objective(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> Array:
        return adapted_query_loss(joint.PART, problem, params, episode, dials)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        _, gradient = joint.PART.meta_gradient(problem, params, episode, dials)
        return adapted_query_loss(self, problem, params, episode, dials), gradient


PART = Finetuned(
    Method(
        label="Fine-tuned joint training",
        sentence="Trains one network on all tasks together, then adjusts it to a new task with a few gradient steps.",
        learns="One network for all tasks.",
        adapts="Takes a few gradient steps on the support points, for which it was never prepared.",
        ignores=("objective",),
        brief_kind="none",
        field_kind="baseline",
        source="Finn, Abbeel and Levine 2017, section 5.1, the pretrained network that is fine-tuned",
        url="https://arxiv.org/abs/1703.03400",
    )
)

"""Training from scratch: a fresh network for every task, a baseline that learns nothing across tasks."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.learners.gradient_descent import train
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Scratch:
    """Adapts by the full training of the base learner; its meta-gradient is zero."""

    card: Method
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        return [params, train(problem, params, support)]

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        loss = adapted_query_loss(self, problem, params, episode, dials)
        return loss, tf.nest.map_structure(tf.zeros_like, params)


PART = Scratch(
    Method(
        label="From scratch",
        sentence="Trains a fresh network on each task's support points alone. Nothing carries over between tasks.",
        learns="Nothing across tasks.",
        adapts="Trains a fresh network with Adam until it fits the support points.",
        brief_kind="none",
        field_kind="baseline",
        source="The base learner alone; Kingma and Ba 2015 for Adam",
        url="https://arxiv.org/abs/1412.6980",
        ignores=("alpha", "beta", "inner_steps", "objective"),
    )
)

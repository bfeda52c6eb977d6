"""Joint training: one model for all tasks at once, a baseline that does not adapt."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, query_gradient
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Joint:
    """Minimises the query loss of all tasks with one set of weights (Caruana 1997, sections 1 and 2)."""

    card: Method
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        return [params]

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        return query_gradient(lambda p: adapted_query_loss(self, problem, p, episode, dials), params)


PART = Joint(
    Method(
        label="Joint training",
        sentence="Trains one network on all tasks together and uses it as it is. It cannot tell new tasks apart.",
        learns="One network for all tasks.",
        adapts="Does not adapt.",
        brief_kind="none",
        field_kind="baseline",
        source="Caruana 1997, Multitask Learning",
        url="https://doi.org/10.1023/A:1007379606734",
        ignores=("alpha", "inner_steps", "objective"),
    )
)

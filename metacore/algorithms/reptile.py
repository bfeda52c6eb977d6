"""Reptile: move the starting weights towards what each task's training ends at (Nichol, Achiam and Schulman 2018)."""

from __future__ import annotations

from dataclasses import dataclass

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, descend, per_task
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


@dataclass(frozen=True)
class Reptile:
    """Learns an initialisation near the trained weights of every task, without any second derivative.

    The direction is (theta - w_K) / (alpha K), the mean of the K gradients along w_k+1 = w_k - alpha g_k, so that it
    exists at alpha = 0 too; Nichol et al. 2018, algorithm 2, with Adam as the outer step (their section 2).

    Reptile knows no split: a training task's support and query points are its data, and serve in turn as the
    minibatches of the inner steps. Different minibatches are what makes it more than joint training (section 5.1).
    A new task is adapted to on its support alone.
    """

    card: Method
    surrogate: bool = True
    dials: tuple[Dial, ...] = ()

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
        return networks.init(problem, hidden, seed)

    def adapt(self, problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
        return descend(problem, params, support, dials["alpha"], dials["inner_steps"])

    def predict(self, problem: Problem, adapted: Layers, x: Array) -> Array:
        return networks.apply(adapted, x)

    def meta_gradient(self, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> tuple[Array, Layers]:
        steps, each = dials["inner_steps"], tf.nest.map_structure
        own, slopes = params, []
        for count in range(steps):
            slopes.append(per_task(problem, own, episode.query if count % 2 else episode.support))
            own = each(lambda p, g: p - dials["alpha"] * g, own, slopes[-1])
        direction = each(lambda *g: tf.reduce_mean(tf.add_n(g), axis=0) / steps, *slopes)
        return adapted_query_loss(self, problem, params, episode, dials), direction


PART = Reptile(
    Method(
        label="Reptile",
        sentence="Trains on one task after another and moves the starting weights a little towards each result.",
        learns="The starting weights of the network.",
        adapts="Takes a few gradient steps on the support points.",
        ignores=("objective",),
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Nichol, Achiam and Schulman 2018, On First-Order Meta-Learning Algorithms, sections 2 and 5",
        url="https://arxiv.org/abs/1803.02999",
        defaults={"inner_steps": 5},
        limits={"inner_steps": (2, 10)},
    )
)

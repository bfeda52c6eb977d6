"""MAML++: MAML with learned step sizes, a loss at every step and a share of the second order (Antoniou et al. 2019).

Three of the remedies of Antoniou, Edwards and Storkey 2019, section 4, each with a dial of its own.

Learned rates: w <- w - alpha * rate[step, layer] * grad L_i(w), the rates starting at one (section 4, LSLR).
Multi-step loss: sum_k v_k L_query(w_k), where the share s gives each of K steps v = s / K, the last 1 - s more.
Derivative order: the inner gradient g enters as share * g + (1 - share) * constant(g).

The paper moves the last two along a schedule; here they are live dials, so that a visitor moves them during
training. Its remedies for batch normalisation do not apply to a network without it.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import per_task, query_gradient
from metacore.nn.losses import task_losses
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.nn.products import own_weights
from metacore.types import Array, Batch, Dials, Episode, Method, Params, Problem

MOST_STEPS = 10  # the most that the inner steps dial allows: init does not know how many there will be

# fmt: off
LAYER_RATES = Dial("layer_rates", "Learned step sizes", "Whether a step size of its own is learned for every layer at "
                   "every inner step, or alpha holds for all.", "on", "choice", choices=("on", "off"), shapes=True)
MULTI_STEP = Dial("multi_step", "Weight of the early steps", "How much the result after each inner step counts in "
                  "training. At 0 only the last step counts, at 1 all count alike.", 0.3, "number", 0.0, 1.0,
                  stops=(0.0, 0.1, 0.3, 0.5, 0.8, 1.0), live=True)
SECOND_ORDER = Dial("second_order", "Share of the second order", "How much of the derivative through the inner steps "
                    "is used. 0 is first-order MAML, 1 is full MAML.", 1.0, "number", 0.0, 1.0,
                    stops=(0.0, 0.3, 0.5, 0.8, 1.0), live=True)
# fmt: on


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    weights = networks.init(problem, hidden, seed)
    return {"weights": weights, "rates": np.ones((MOST_STEPS, len(weights)), np.float32)}


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Layers]:
    path, share = [params["weights"]], dials["second_order"]
    learned = dials["layer_rates"] == "on"
    for step in range(dials["inner_steps"]):
        slopes = tf.nest.map_structure(
            lambda g: share * g + (1 - share) * tf.stop_gradient(g), per_task(problem, path[-1], support)
        )
        moved = []
        for depth, ((w, b), (slope_w, slope_b)) in enumerate(zip(path[-1], slopes, strict=True)):
            rate = dials["alpha"] * params["rates"][step, depth] if learned else dials["alpha"]
            moved.append((own_weights(w, slope_w) - rate * slope_w, own_weights(b, slope_b) - rate * slope_b))
        path.append(moved)
    return path


def losses(problem: Problem, params: Params, episode: Episode, dials: Dials) -> list[Array]:
    """The mean query loss after each inner step; before any where there are none."""
    path = adapt(problem, params, episode.support, dials)
    outputs = [networks.apply(stage, episode.query.x) for stage in path[1:] or path]
    return [tf.reduce_mean(task_losses(problem, each, episode.query.y)) for each in outputs]


def loss(_: MetaLearner, problem: Problem, params: Params, episode: Episode, dials: Dials) -> Array:
    """The multi-step loss."""
    return _weighted(losses(problem, params, episode, dials), dials["multi_step"])


def gradient(_: MetaLearner, problem: Problem, params: Params, episode: Episode, dials: Dials) -> tuple[Array, Params]:
    """The query loss after the last step, and the gradient of the multi-step loss, from one pass."""
    final = []

    def objective(p: Params) -> Array:
        each = losses(problem, p, episode, dials)
        final.append(each[-1])
        return _weighted(each, dials["multi_step"])

    _, slopes = query_gradient(objective, params)
    return final[0], slopes


def _weighted(losses: list[Array], share: Array) -> Array:
    return share * tf.add_n(losses) / len(losses) + (1 - share) * losses[-1]


PART = MetaLearner(
    Method(
        label="MAML++",
        sentence="MAML made steadier: it learns the size of every step and can judge each step, not only the last.",
        learns="The starting weights, and a step size for each layer at each step.",
        adapts="Takes a few gradient steps on the support points, at the learned step sizes.",
        brief_kind="intrinsic",
        field_kind="optimisation-based",
        source="Antoniou, Edwards and Storkey 2019, How to Train Your MAML, section 4",
        url="https://arxiv.org/abs/1810.09502",
    ),
    adapt,
    init,
    loss=loss,
    gradient=gradient,
    dials=(LAYER_RATES, MULTI_STEP, SECOND_ORDER),
)

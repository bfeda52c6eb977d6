"""Meta-SGD: learned starting weights and a learned step size for every weight (Li, Zhou, Chen and Li 2017).

Learns where to start and, for each weight, how far and in which direction a gradient moves it.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.gradients import per_task
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.nn.products import own_weights
from metacore.types import Batch, Dials, Method, Params, Problem


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    weights = networks.init(problem, hidden, seed)
    return {"weights": weights, "rates": [(np.ones_like(w), np.ones_like(b)) for w, b in weights]}


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Layers]:
    """w <- w - alpha * rate o grad L_i(w), all rates learned together with theta; Li et al. 2017, equation 2.

    The alpha dial is the step size that training starts from: the learned rates multiply it, and start at one. So beta
    moves a step size by a share of alpha; moved by beta itself, small ones overshoot within a few meta-steps.
    """
    path = [params["weights"]]
    for _ in range(dials["inner_steps"]):
        moves = per_task(problem, path[-1], support, -dials["alpha"])
        path.append(
            tf.nest.map_structure(
                lambda p, r, m: own_weights(p, m) + own_weights(r, m) * m, path[-1], params["rates"], moves
            )
        )
    return path


PART = MetaLearner(
    Method(
        label="Meta-SGD",
        sentence="Like MAML, but also learns for every single weight how far a step moves it.",
        learns="The starting weights, and a step size for each of them.",
        adapts="Takes a few gradient steps on the support points, each weight at its own learned step size.",
        brief_kind="intrinsic",
        field_kind="optimisation-based",
        source="Li, Zhou, Chen and Li 2017, Meta-SGD: Learning to Learn Quickly for Few-Shot Learning, section 3",
        url="https://arxiv.org/abs/1707.09835",
    ),
    adapt,
    init,
)

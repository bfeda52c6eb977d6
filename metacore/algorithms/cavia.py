"""CAVIA: a few context values adapt, the network does not (Zintgraf, Shiarlis, Kurin, Hofmann and Whiteson 2019).

The context values phi stand beside the input; the weights are shared by all tasks.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import per_task
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Batch, Dials, Method, Params, Problem

MOST = 10  # weights for so many context values are kept, of which the first few are used: init knows no dials
CONTEXT = Dial(
    "context",
    "Context values",
    "How many numbers describe a task. They are all that changes when the network adapts.",
    5,
    "integer",
    1,
    MOST,
    stops=(1, 2, 3, 5, 10),
    shapes=True,
)


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    layers = networks.init(problem, hidden, seed)
    random = np.random.default_rng([seed, 11])
    # Context enters at a full scale: with the tiny start of the other weights its gradient would vanish.
    context = random.normal(size=(MOST, hidden[0])) / np.sqrt(hidden[0])
    return {"layers": layers, "context": context.astype(np.float32)}


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Layers]:
    """phi <- phi - alpha * grad_phi L_i(f(x, phi)) from phi = 0, and theta by the gradient of sum_i L_i(f(x, phi_i)).

    Zintgraf et al. 2019, section 3.1. An input beside x adds phi U to the first layer's sum, the same for every point
    of a task: so a task's network is the shared one with the bias b + phi U, and grad_phi = (grad_b) U^T.
    """
    (w, b), *rest = params["layers"]
    context = params["context"][: dials["context"]]
    own, path = tf.zeros([1, 1, dials["context"]], b.dtype), [params["layers"]]
    for _ in range(dials["inner_steps"]):
        (_, slope), *_ = per_task(problem, path[-1], support)
        own = own - dials["alpha"] * tf.tensordot(slope, context, [[2], [1]])
        path.append([(w, b + tf.tensordot(own, context, axes=1)), *rest])
    return path


PART = MetaLearner(
    Method(
        label="CAVIA",
        sentence="Describes a new task by a few numbers and finds them by gradient steps. The network stays the same.",
        learns="One network for all tasks that listens to a few context values.",
        adapts="Takes a few gradient steps with the context values on the support points.",
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Zintgraf, Shiarlis, Kurin, Hofmann and Whiteson 2019, Fast Context Adaptation via Meta-Learning",
        url="https://arxiv.org/abs/1810.03642",
        defaults={"alpha": 1.0},
    ),
    adapt,
    init,
    dials=(CONTEXT,),
)

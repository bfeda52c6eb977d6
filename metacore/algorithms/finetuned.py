"""Fine-tuned joint training: one model for all tasks, then a few gradient steps on a new one; a baseline.

Trained exactly like joint training; a new task takes gradient steps at alpha (Finn et al. 2017, section 5.1).

theta <- theta - beta * grad sum_i L_i(theta), and only then w <- w - alpha * grad L_new(w): training never knows
that there will be steps. What MAML gains over this is what learning to adapt is worth.
"""

from __future__ import annotations

from metacore.algorithms import joint
from metacore.algorithms.maml import adapt
from metacore.nn.gradients import adapted_query_loss
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Array, Dials, Episode, Method, Problem


def loss(_: MetaLearner, problem: Problem, params: Layers, episode: Episode, dials: Dials) -> Array:
    """The query loss of joint training, which takes no steps."""
    return joint.PART.objective(problem, params, episode, dials)


def gradient(
    learner: MetaLearner, problem: Problem, params: Layers, episode: Episode, dials: Dials
) -> tuple[Array, Layers]:
    """The query loss after the steps, and the gradient of the one before any."""
    _, slopes = joint.PART.meta_gradient(problem, params, episode, dials)
    return adapted_query_loss(learner, problem, params, episode, dials), slopes


PART = MetaLearner(
    Method(
        label="Fine-tuned joint training",
        sentence="Trains one network on all tasks together, then adjusts it to a new task with a few gradient steps.",
        learns="One network for all tasks.",
        adapts="Takes a few gradient steps on the support points, for which it was never prepared.",
        source="Finn, Abbeel and Levine 2017, section 5.1, the pretrained network that is fine-tuned",
        url="https://arxiv.org/abs/1703.03400",
        ignores=("objective",),
    ),
    adapt,
    loss=loss,
    gradient=gradient,
)

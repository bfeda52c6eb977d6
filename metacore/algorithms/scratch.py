"""Training from scratch: a fresh network for every task, a baseline that learns nothing across tasks."""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.learners.gradient_descent import train
from metacore.nn.gradients import adapted_query_loss
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem


def adapt(problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
    """The full training of the base learner."""
    return [params, train(problem, params, support)]


def no_gradient(
    learner: MetaLearner, problem: Problem, params: Layers, episode: Episode, dials: Dials
) -> tuple[Array, Layers]:
    """The query loss after adaptation, and zero."""
    loss = adapted_query_loss(learner, problem, params, episode, dials)
    return loss, tf.nest.map_structure(tf.zeros_like, params)


PART = MetaLearner(
    Method(
        label="From scratch",
        sentence="Trains a fresh network on each task's support points alone. Nothing carries over between tasks.",
        learns="Nothing across tasks.",
        adapts="Trains a fresh network with Adam until it fits the support points.",
        source="The base learner alone; Kingma and Ba 2015 for Adam",
        url="https://arxiv.org/abs/1412.6980",
        ignores=("alpha", "beta", "inner_steps", "objective"),
    ),
    adapt,
    gradient=no_gradient,
)

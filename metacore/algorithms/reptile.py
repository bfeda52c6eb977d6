"""Reptile: move the starting weights towards what each task's training ends at (Nichol, Achiam and Schulman 2018).

Learns an initialisation near the trained weights of every task, without any second derivative.

Reptile knows no split: a training task's support and query points are its data, and serve in turn as the
minibatches of the inner steps. Different minibatches are what makes it more than joint training (section 5.1).
A new task is adapted to on its support alone.
"""

from __future__ import annotations

from dataclasses import replace

from metacore.algorithms import maml
from metacore.compiling.lazy import tf
from metacore.nn.gradients import adapted_query_loss, per_task
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Array, Dials, Episode, Problem


def direction(
    learner: MetaLearner, problem: Problem, params: Layers, episode: Episode, dials: Dials
) -> tuple[Array, Layers]:
    """The query loss after adaptation, and (theta - w_K) / (alpha K).

    That is the mean of the K gradients along w_k+1 = w_k - alpha g_k, so that it exists at alpha = 0 too; Nichol et al.
    2018, algorithm 2, with Adam as the outer step (their section 2).
    """
    steps, each = dials["inner_steps"], tf.nest.map_structure
    own, slopes = params, []
    for count in range(steps):
        slopes.append(per_task(problem, own, episode.query if count % 2 else episode.support))
        own = each(lambda p, g: p - dials["alpha"] * g, own, slopes[-1])
    mean = each(lambda *g: tf.reduce_mean(tf.add_n(g), axis=0) / steps, *slopes)
    return adapted_query_loss(learner, problem, params, episode, dials), mean


PART = MetaLearner(
    replace(
        maml.PART.card,
        label="Reptile",
        sentence="Trains on one task after another and moves the starting weights a little towards each result.",
        source="Nichol, Achiam and Schulman 2018, On First-Order Meta-Learning Algorithms, sections 2 and 5",
        url="https://arxiv.org/abs/1803.02999",
        defaults={"inner_steps": 5},
        limits={"inner_steps": (2, 10)},
        ignores=("objective",),
    ),
    maml.adapt,
    gradient=direction,
    surrogate=True,
)

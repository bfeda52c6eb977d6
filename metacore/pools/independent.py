"""Networks trained from scratch, one on each training task, each from initial weights of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metacore.compiling.lazy import tf
from metacore.learners.gradient_descent import answering, training
from metacore.nn import networks
from metacore.run import Run
from metacore.training.pool import Models
from metacore.types import Batch, Card, Params


@dataclass(frozen=True)
class Independent:
    """w_i = train(fresh weights number i, support_i). Nothing is shared, so that hidden units stand in any order."""

    card: Card
    shared_start: bool = False

    def models(self, run: Run, params: Params, support: Batch, first: int) -> Models:
        problem = run.problem
        sizes = [problem.features, *run.hidden, problem.outputs]
        fresh = [networks.fresh(sizes, np.random.default_rng([run.seed, first + n])) for n in range(len(support.x))]
        start = tf.nest.map_structure(lambda *each: tf.constant(np.stack(each)), *fresh)
        trained = training(problem, run.hidden)(start, support)
        return Models(lambda x: answering(problem)(trained, x), trained)


PART = Independent(
    Card(
        label="Independent networks",
        sentence="A network from scratch for each training task, each from initial weights of its own.",
        source="Lakshminarayanan, Pritzel and Blundell 2017, Simple and Scalable Predictive Uncertainty",
        url="https://arxiv.org/abs/1612.01474",
    )
)

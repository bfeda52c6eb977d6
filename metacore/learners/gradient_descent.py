"""The brief's base learner: a small network trained by gradient descent with Adam at 0.01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np

from metacore.compiling.graphs import as_graph
from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.adam import adam
from metacore.nn.gradients import per_task
from metacore.nn.losses import predictions
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Card, Predictor, Problem

STEPS, RATE = 300, 0.01


def train(problem: Problem, layers: Layers, support: Batch) -> Layers:
    """Trains a network for each task: 300 full-batch steps, an Adam for each task.

    ``layers`` are initial weights that all tasks share, or have a leading task axis.
    """
    tasks = tf.shape(support.x)[0]
    own = tf.nest.map_structure(lambda p: p if len(p.shape) == 3 else tf.tile(p[None], [tasks, 1, 1]), layers)
    zeros = tf.nest.map_structure(tf.zeros_like, own)

    def step(count: Array, params: Layers, first: Layers, second: Layers) -> tuple[Array, Layers, Layers, Layers]:
        gradient = per_task(problem, params, support)
        return count + 1, *adam(params, first, second, gradient, count, RATE)

    start = (tf.constant(1), own, zeros, zeros)
    return tf.while_loop(lambda count, *_: count <= STEPS, step, start, maximum_iterations=STEPS)[1]


@lru_cache(maxsize=12)
def training(problem: Problem, hidden: tuple[int, ...], dtype: Any = "float32") -> Any:
    """``train`` as a graph for any number of tasks and points; layers have a leading task axis."""
    sizes = [problem.features, *hidden, problem.outputs]
    layers = [(tf.TensorSpec([None, a, b], dtype), tf.TensorSpec([None, 1, b], dtype)) for a, b in pairwise(sizes)]
    batch = Batch(*(tf.TensorSpec([None, None, size], dtype) for size in (problem.features, problem.outputs)))
    return as_graph(partial(train, problem), input_signature=(layers, batch))


@lru_cache(maxsize=12)
def answering(problem: Problem) -> Any:
    """What trained networks answer, as a graph: layers, x -> probabilities or means."""
    return as_graph(lambda trained, x: predictions(problem, networks.apply(trained, x)), reduce_retracing=True)


@dataclass(frozen=True)
class GradientDescent:
    """Fits a relu network to each task's support on its own; no query is ever seen."""

    card: Card
    dials: tuple[Dial, ...] = ()

    def fit(self, problem: Problem, support: Batch, settings: Mapping[str, Any]) -> Predictor:
        # A network trained for long needs no small start, and breaks symmetry faster.
        fresh = networks.fresh([problem.features, *settings["hidden"], problem.outputs], np.random.default_rng(3))
        # A leading task axis here too, so that all starts share one graph.
        start = tf.nest.map_structure(lambda p: tf.cast(np.stack([p] * len(support.x)), support.x.dtype), fresh)
        trained = training(problem, tuple(settings["hidden"]), support.x.dtype)(start, support)
        return lambda x: answering(problem)(trained, x)


PART = GradientDescent(
    Card(
        label="Gradient descent",
        sentence="A small neural network, trained step by step to lower its loss.",
        source="The source brief; Kingma and Ba 2015",
        url="https://arxiv.org/abs/1412.6980",
    )
)

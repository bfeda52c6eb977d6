"""Conditional neural processes: a task as the mean of its encoded support points (Garnelo et al. 2018).

Learns an encoder of one support point and a decoder of the mean code and a query; Garnelo et al. 2018, 2.2.

Both networks have the hidden layers of the run, and the code is as wide as the last of them. Regression has a
mean and a spread; the objective is the likelihood of the queries. Before adaptation the code is zero, which
training never asks for, so that the answer may be worse than a guess.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.gradients import adapted_surprise, surprise_gradient
from metacore.nn.losses import signed
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Array, Batch, Dials, Method, Params, Problem


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    random, code = np.random.default_rng([seed, 7]), hidden[-1]
    answers = problem.outputs if problem.classes else 2 * problem.outputs
    return {
        "encoder": networks.fresh([problem.features + problem.outputs, *hidden, code], random),
        "decoder": networks.fresh([problem.features + code, *hidden, answers], random),
    }


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    points = tf.concat([support.x, signed(problem, support.y)], axis=-1)
    code = tf.reduce_mean(networks.apply(params["encoder"], points), axis=1, keepdims=True)
    return [(params["decoder"], tf.zeros_like(code)), (params["decoder"], code)]


def predict(problem: Problem, adapted: Params, x: Array) -> Array:
    decoder, code = adapted
    shape = tf.concat([tf.shape(x)[:2], tf.shape(code)[2:]], axis=0)
    return networks.apply(decoder, tf.concat([x, tf.broadcast_to(code, shape)], axis=-1))


PART = MetaLearner(
    without_steps(
        Method(
            label="Conditional neural process",
            sentence="Reads the support points one by one, averages what it read, and answers from that summary.",
            learns="A network that reads a point and a network that answers.",
            adapts="Reads the support points; no weight changes.",
            field_kind="model-based",
            source="Garnelo et al. 2018, Conditional Neural Processes, section 2",
            url="https://arxiv.org/abs/1807.01613",
        )
    ),
    adapt,
    init,
    predict,
    loss=adapted_surprise,
    gradient=surprise_gradient,
)

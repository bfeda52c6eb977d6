"""ALPaCA: Bayesian regression on learned features, with a learned prior (Harrison, Sharma and Pavone 2018).

Learns features and the prior of the last layer, W ~ N(mean, S) with S = root root^T; section 3.

The inputs stand beside the learned features, so that with these at rest it is the linear mixed model, all slopes
random. It starts near one: the prior of the inputs moves faster than that of learned features, which begins small.

A task's posterior and its predictive distribution are closed forms (their equations 4 to 6), written here for
whitened features G = F root, as a system of the support's size. The posterior of the noise-free value at g is
g (I - R^T R) g^T with R = L^-1 G and L L^T = G G^T + I, times the noise variance. Trained on the likelihood of
the queries.
"""

from __future__ import annotations

import numpy as np

from metacore.algorithms.ridge import JITTER
from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.gradients import adapted_surprise, surprise_gradient
from metacore.nn.losses import LEAST_SPREAD
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Array, Batch, Dials, Method, Params, Problem

PACE = 10.0  # the prior of the inputs and the noise move so many times as fast as all else
LEARNED, PLAIN = 0.03, 0.3  # how far last-layer weights vary at first, for the noise: of learned features, of inputs


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    learned, plain = hidden[-1], problem.features + 1
    return {
        "layers": networks.fresh([problem.features, *hidden], np.random.default_rng([seed, 7])),
        "mean": np.zeros((learned + plain, problem.outputs), np.float32),
        "root": np.diag(np.array([LEARNED] * learned + [PLAIN / PACE] * plain, np.float32)),
        "noise": np.zeros((1, problem.outputs), np.float32),  # the logarithm of its deviation
    }


def features(params: Params, x: Array) -> Array:
    """The last hidden layer, the inputs and a constant one, [tasks, n, width + features + 1]."""
    return tf.concat([networks.features(params["layers"], x), x, networks.ones(x)], axis=-1)


def prior(problem: Problem, params: Params) -> tuple[Array, Array, Array]:
    """Mean and root of the last layer and the logarithm of the noise: what is learned, times how fast it moves."""
    plain = problem.features + 1
    learned = params["mean"].shape[0] - plain
    pace = tf.constant([[1.0]] * learned + [[PACE]] * plain, params["mean"].dtype)
    return pace * params["mean"], pace * params["root"], PACE * params["noise"]


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    found, (mean, root, _) = features(params, support.x), prior(problem, params)
    white = found @ root
    gram = tf.matmul(white, white, transpose_b=True)
    ridge = 1 + JITTER * tf.linalg.trace(gram)[:, None, None]
    lower = tf.linalg.cholesky(gram + ridge * tf.eye(tf.shape(gram)[-1], dtype=gram.dtype))
    solved = tf.linalg.triangular_solve(lower, tf.concat([white, support.y - found @ mean], axis=-1))
    reduction, error = tf.split(solved, [root.shape[0], problem.outputs], axis=-1)
    moved = mean + root @ tf.matmul(reduction, error, transpose_a=True)
    return [(params, mean[None], tf.zeros_like(reduction)), (params, moved, reduction)]


def predict(problem: Problem, adapted: Params, x: Array) -> Array:
    params, mean, reduction = adapted
    found, (_, root, level) = features(params, x), prior(problem, params)
    white = found @ root
    known = tf.reduce_sum(tf.square(tf.matmul(white, reduction, transpose_b=True)), axis=-1, keepdims=True)
    unsure = tf.reduce_sum(tf.square(white), axis=-1, keepdims=True) - known
    # Never below the least spread, or no raw value would stand for it; rounding may make ``unsure`` negative.
    noise = 2 * LEAST_SPREAD + tf.exp(level)
    above = noise * tf.sqrt(1 + tf.nn.relu(unsure)) - LEAST_SPREAD
    raw = above + tf.math.log(-tf.math.expm1(-above))  # the inverse of softplus
    return tf.concat([found @ mean, raw], axis=-1)


PART = MetaLearner(
    without_steps(
        Method(
            label="ALPaCA",
            sentence="Learns what to look at and what to expect, and works out how sure it can be after a few points.",
            learns="The hidden layers, and the mean and spread of last layers before any point is seen.",
            adapts="Computes the probabilities of all last layers given the support points, by one formula.",
            field_kind="model-based",
            source="Harrison, Sharma and Pavone 2018, Meta-Learning Priors for Efficient Online Bayesian Regression",
            url="https://arxiv.org/abs/1807.08912",
            serves=("regression",),
        )
    ),
    adapt,
    init,
    predict,
    loss=adapted_surprise,
    gradient=surprise_gradient,
)

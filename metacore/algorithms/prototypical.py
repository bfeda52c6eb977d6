"""Prototypical networks: the nearest class mean in a learned space (Snell, Swersky and Zemel 2017).

Learns an embedding; a class is the mean of its embedded support points, its logit minus the squared distance.

Snell et al. 2017, equations 1 and 2. The embedding is the last hidden layer. A class without a support point
has no mean: a learned point stands in for it, the same for every class, and for all of them before adaptation.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import embedding
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Array, Batch, Dials, Method, Params, Problem


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    random = np.random.default_rng([seed, 7])
    return {
        "layers": embedding.init(problem, hidden, random),
        "absent": np.zeros((1, embedding.width(problem, hidden)), np.float32),
    }


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    member = support.y if problem.classes > 2 else tf.concat([1 - support.y, support.y], axis=-1)
    sums = tf.matmul(member, embedding.features(problem, params["layers"], support.x), transpose_a=True)
    count = tf.reduce_sum(member, axis=1)[..., None]
    absent = tf.broadcast_to(params["absent"], tf.shape(sums))
    means = tf.where(count > 0, sums / tf.maximum(count, 1), absent)
    return [(params["layers"], absent), (params["layers"], means)]


def predict(problem: Problem, adapted: Params, x: Array) -> Array:
    layers, means = adapted
    # |f - p|^2 without its |f|^2, which all classes share.
    near = 2 * tf.matmul(embedding.features(problem, layers, x), means, transpose_b=True)
    logits = near - tf.reduce_sum(tf.square(means), axis=-1)[:, None]
    return logits if problem.classes > 2 else logits[..., 1:] - logits[..., :1]


PART = MetaLearner(
    without_steps(
        Method(
            label="Prototypical network",
            sentence="Learns a space in which a point belongs to the class whose examples lie nearest on average.",
            learns="The network that places points in that space.",
            adapts="Averages the support points of each class.",
            field_kind="metric-based",
            source="Snell, Swersky and Zemel 2017, Prototypical Networks for Few-shot Learning, section 2",
            url="https://arxiv.org/abs/1703.05175",
            serves=("classification",),
        )
    ),
    adapt,
    init,
    predict,
)

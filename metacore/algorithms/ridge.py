"""Ridge regression on learned features: R2-D2 (Bertinetto, Henriques, Torr and Vedaldi 2019).

Learns the hidden layers; each task's last layer W is the closed form argmin |F W - Y|^2 + strength |W|^2.

Bertinetto et al. 2019, equations 4 to 6. The strength is learned with the layers, and so are a scale and a shift
that make logits of the regression on labels -1 and 1 (two classes) or 0 and 1 (each of many).
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import embedding
from metacore.nn.losses import signed
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Array, Batch, Dials, Method, Params, Problem

# Added to every system, relative to its size: what float32 needs to solve it however large the features grow.
JITTER = 1e-6


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    return {
        "layers": embedding.init(problem, hidden, np.random.default_rng([seed, 7])),
        "strength": np.zeros((1, 1, 1), np.float32),  # its logarithm
        "scale": np.ones((1, 1), np.float32),
        "shift": np.zeros((1, problem.outputs), np.float32),
    }


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    head = solve(features(problem, params, support.x), signed(problem, support.y), tf.exp(params["strength"]))
    return [(params, tf.zeros_like(head)), (params, head)]


def predict(problem: Problem, adapted: Params, x: Array) -> Array:
    params, head = adapted
    return params["scale"] * (features(problem, params, x) @ head) + params["shift"]


def features(problem: Problem, params: Params, x: Array) -> Array:
    """The last hidden layer and a constant one, [tasks, n, width + 1]."""
    found = embedding.features(problem, params["layers"], x)
    return tf.concat([found, tf.ones_like(x[..., :1])], axis=-1)


def solve(found: Array, y: Array, strength: Array) -> Array:
    """Each task's ridge weights [tasks, width, outputs] from features [tasks, n, width] and targets.

    The system has a row for each point or for each feature, whichever are fewer (Woodbury; their equation 6).
    """
    points, width = found.shape[1:]
    if points is not None and points < width:
        return tf.matmul(found, tf.linalg.cholesky_solve(root(found, strength), y), transpose_a=True)
    across = tf.linalg.matrix_transpose(found)
    return tf.linalg.cholesky_solve(root(across, strength), across @ y)


def root(rows: Array, strength: Array) -> Array:
    """The Cholesky factor of rows rows^T + strength I, [tasks, n, n]."""
    gram = tf.matmul(rows, rows, transpose_b=True)
    size = tf.reduce_sum(tf.square(rows), axis=[-2, -1], keepdims=True)
    return tf.linalg.cholesky(gram + (strength + JITTER * size) * tf.eye(tf.shape(gram)[-1], dtype=gram.dtype))


PART = MetaLearner(
    without_steps(
        Method(
            label="Ridge head",
            sentence="Learns what to look at; for each task it then computes the best last layer with one formula.",
            learns="The hidden layers, and how strongly the last layer is held back.",
            adapts="Solves for the last layer exactly, without gradient steps.",
            field_kind="optimisation-based",
            source="Bertinetto et al. 2019, Meta-learning with differentiable closed-form solvers, section 3",
            url="https://arxiv.org/abs/1805.08136",
        )
    ),
    adapt,
    init,
    predict,
)

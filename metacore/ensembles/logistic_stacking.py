"""Logistic stacking: a small regression that takes the members' answers as its inputs (Wolpert 1992).

p(c | x) proportional to exp(sum_m w_m log p_m(c | x)); a value is sum_m w_m p_m(x). The w may be negative. They have
the least cross-entropy, or half the squared error, on the support, plus M PENALTY |w - 1/M|^2 / 2. The members have
never seen the support, so all of it is held out, as stacking asks. One support point or one class moves the weights
away from those of the pool only as far as the penalty lets them. The factor M makes the answer the same for every
member taken twice. Wins where members are wrong in a way that can be undone: scaled, shifted, even turned round; most
of all in regression, where it reaches any sum of members. Fails with wrong labels, which it follows, and far from the
support, where nothing holds the answer within those of the members.
"""

from __future__ import annotations

from metacore.combining.mixing import geometric, log_chances
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Card, Problem

PENALTY = 0.1  # of 0.01 to 10 the best, or near it, on validation tasks of linear and sinusoid
STEPS = 15  # of Newton's method


def weigh(problem: Problem, support: Batch, seen: Array, x: Array) -> Array:
    """The weights of least support loss and penalty."""
    inputs = log_chances(seen) if problem.classes else seen
    return _weights(problem, inputs, support.y)[..., None]


def _weights(problem: Problem, inputs: Array, y: Array) -> Array:
    """The weights of least support loss and penalty, [members, tasks].

    They are 1/M + inputs' a / (M PENALTY) for some a, one number for each point and class, so only a is looked for:
    there are fewer of these than members.
    """
    members, tasks = tf.unstack(tf.shape(inputs)[:2])
    flat = tf.transpose(tf.reshape(inputs, [members, tasks, -1]), [1, 2, 0])
    penalty = PENALTY * tf.cast(members, inputs.dtype)
    kernel, pooled = tf.matmul(flat, flat, transpose_b=True) / penalty, tf.reduce_mean(inputs, axis=0)
    dual = (_logistic if problem.classes else _ridge)(kernel, pooled, y)
    return PENALTY / penalty + tf.einsum("tam,ta->mt", flat, dual) / penalty


def _ridge(kernel: Array, pooled: Array, y: Array) -> Array:
    """a = (I + K)^-1 (y - pooled), [tasks, points * outputs]."""
    missing = tf.reshape(y - pooled, tf.concat([tf.shape(kernel)[:2], [1]], axis=0))
    return tf.linalg.solve(kernel + tf.eye(tf.shape(kernel)[1], dtype=kernel.dtype), missing)[..., 0]


def _logistic(kernel: Array, pooled: Array, y: Array) -> Array:
    """a after STEPS of Newton's method, [tasks, points * classes].

    Each is shortened by log(1 + d) / d, d being the farthest that it moves a logit: then none leads uphill (the
    damped step of Sun and Tran-Dinh 2019, Generalized Self-Concordant Functions).
    """
    labels = y if y.shape[-1] > 1 else tf.concat([1 - y, y], axis=-1)
    shape, unit = tf.shape(pooled), tf.eye(tf.shape(kernel)[1], dtype=kernel.dtype)

    def points(flat: Array) -> Array:
        return tf.reshape(flat, shape)

    def step(dual: Array) -> tuple[Array]:
        moved = tf.linalg.matvec(kernel, dual)
        found = tf.nn.softmax(pooled + points(moved))[..., None]

        def curvature(columns: Array) -> Array:
            each = tf.reshape(columns, tf.concat([shape, [-1]], axis=0))
            each = found * (each - tf.reduce_sum(found * each, axis=-2, keepdims=True))
            return tf.reshape(each, tf.shape(columns))

        slope = tf.reshape(labels - found[..., 0], tf.shape(dual))[..., None]
        change = tf.linalg.solve(unit + curvature(kernel), slope + curvature(moved[..., None]))[..., 0] - dual
        far = points(tf.linalg.matvec(kernel, change))
        far = tf.reduce_max(tf.reduce_max(far, axis=-1) - tf.reduce_min(far, axis=-1), axis=-1)
        far = tf.maximum(far, 1e-6)[:, None]
        return (dual + change * tf.math.log1p(far) / far,)

    start = tf.zeros_like(kernel[..., 0])
    return tf.while_loop(lambda _: True, step, (start,), maximum_iterations=STEPS)[0]


PART = Combiner(
    Card(
        label="Logistic stacking",
        sentence="A small model learns from the support points how far to trust each task model, even to contradict "
        "it.",
        source="Wolpert 1992, Stacked Generalization",
        url="https://doi.org/10.1016/S0893-6080(05)80023-1",
    ),
    weigh,
    geometric,
    unanimous=False,
)

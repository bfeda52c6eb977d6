"""A learned optimizer: a tiny network decides how each weight moves (Andrychowicz et al. 2016, Metz et al. 2020).

Learns the starting weights and the rule by which they adapt, through the unrolled steps.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.gradients import per_task
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Method, Params, Problem

WIDTH, FEATURES, SCALE, MEMORY = 8, 5, 10.0, 0.8


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    first = np.random.default_rng([seed, 13]).normal(size=(FEATURES, WIDTH)) / np.sqrt(FEATURES)
    sizes = ((FEATURES, WIDTH), (WIDTH, 2))
    rule = [(np.zeros(size, np.float32), np.zeros((1, size[1]), np.float32)) for size in sizes]
    rule[0] = (first.astype(np.float32), rule[0][1])
    return {"weights": networks.init(problem, hidden, seed), "rule": rule}


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Layers]:
    """w <- w - alpha * (exp(a) * g + c * m), where g is a weight's gradient and m its running mean.

    (a, c) is the answer of one small network, the same for every weight, to log|g| / 10, log|m| / 10, both signs and
    the number of the step (Andrychowicz et al. 2016, section 2.1 and appendix A; features as in Metz et al. 2020). At
    first a = c = 0, plain gradient descent. The answer multiplies g and m, which keeps its derivative bounded where
    log|g| is steep.
    """
    path = [params["weights"]]
    memory = 0.0
    for step in range(dials["inner_steps"]):
        slopes = per_task(problem, path[-1], support)
        g = _flat(slopes)
        memory = MEMORY * memory + (1 - MEMORY) * g
        moves = _unflat(_move(params["rule"], g, memory, step), slopes)
        path.append(tf.nest.map_structure(lambda w, move: w - dials["alpha"] * move, path[-1], moves))
    return path


def _move(rule: Layers, g: Array, m: Array, step: int) -> Array:
    """What the rule makes of the gradients [tasks, weights]: the direction to move against."""
    count = tf.fill(tf.shape(g), tf.constant(step / 10, g.dtype))
    # Weights run along the last axis, which is long: several times faster than a long row of tiny products.
    features = tf.stack([tf.reshape(a, [-1]) for a in (_size(g), _size(m), tf.sign(g), tf.sign(m), count)])
    (w, b), (last, offset) = rule
    hidden = tf.tanh(tf.matmul(w, features, transpose_a=True) + tf.transpose(b))
    answer = tf.matmul(last, hidden, transpose_a=True) + tf.transpose(offset)
    scale, carry = (tf.reshape(a, tf.shape(g)) for a in tf.unstack(answer))
    return tf.exp(scale) * g + carry * m


def _size(g: Array) -> Array:
    """log|g| / 10, cut at -1 below (Andrychowicz et al. 2016, appendix A)."""
    return tf.math.log(tf.maximum(tf.abs(g), np.exp(-SCALE))) / SCALE


def _flat(slopes: Layers) -> Array:
    """All gradients of a task side by side, [tasks, weights], so that the rule is asked once for all."""
    return tf.concat([tf.reshape(a, [-1, a.shape[1] * a.shape[2]]) for a in tf.nest.flatten(slopes)], axis=1)


def _unflat(moves: Array, like: Layers) -> Layers:
    """The reverse of ``_flat``."""
    shapes = [a.shape[1:] for a in tf.nest.flatten(like)]
    parts = tf.split(moves, [rows * columns for rows, columns in shapes], axis=1)
    arrays = [tf.reshape(part, [-1, *shape]) for part, shape in zip(parts, shapes, strict=True)]
    return tf.nest.pack_sequence_as(like, arrays)


PART = MetaLearner(
    Method(
        label="Learned optimizer",
        sentence="Learns the rule itself by which weights change, instead of using plain gradient steps.",
        learns="The starting weights, and a tiny network that decides how far each weight moves.",
        adapts="Takes a few steps on the support points, as the learned rule says.",
        brief_kind="intrinsic",
        field_kind="optimisation-based",
        source="Andrychowicz et al. 2016, Learning to Learn by Gradient Descent by Gradient Descent, section 2",
        url="https://arxiv.org/abs/1606.04474",
    ),
    adapt,
    init,
)

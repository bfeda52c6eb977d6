"""Implicit MAML: the meta-gradient from where adaptation ends, whatever path led there (Rajeswaran et al. 2019)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metacore.compiling.lazy import tf
from metacore.dials import Dial, ladder
from metacore.nn import networks
from metacore.nn.gradients import per_task
from metacore.nn.losses import task_losses
from metacore.nn.meta_learner import MetaLearner
from metacore.nn.networks import Layers
from metacore.types import Array, Batch, Dials, Episode, Method, Problem

LEAST_CURVATURE = 0.1  # of what no curvature of the loss would leave: bounds a leap to ten times the gradient

# fmt: off
PULL = Dial("pull", "Lambda: pull to the start", "How strongly adapting is held back to the starting weights.",
            1.0, "number", 0.01, 100.0, stops=(0.01, *ladder(-1, 2)), live=True)
CG_STEPS = Dial("cg_steps", "Solver steps", "How many steps the solver takes that works out the meta-gradient. More "
                "are more exact and slower.", 5, "integer", 1, 20, stops=(1, 2, 5, 10, 20), live=True)
# fmt: on


def adapt(problem: Problem, params: Layers, support: Batch, dials: Dials) -> list[Layers]:
    """Descends on L_i(w) + lambda / 2 |w - theta|^2, whose minimum is differentiated, not the steps to it."""
    path, own = [params], _for_each_task(params, support)
    for _ in range(dials["inner_steps"]):
        slopes = per_task(problem, own, support)
        down = _each(lambda g, w, p: g + dials["pull"] * (w - p), slopes, own, params)
        bend = _each(lambda h, d: h + dials["pull"] * d, curvature(problem, own, support, down), down)
        size, along = _dot(down, down), _dot(down, bend)
        # Alpha at most: where the loss bends so much that alpha overshoots, to the lowest point along the way.
        # The implicit gradient sees no steps, so training could not learn to keep them from leaping.
        step = tf.where(along * dials["alpha"] > size, tf.math.divide_no_nan(size, along), dials["alpha"])
        own = _each(lambda w, d, s=step: w - s * d, own, down)
        path.append(own)
    return path


def gradient(
    learner: MetaLearner, problem: Problem, params: Layers, episode: Episode, dials: Dials
) -> tuple[Array, Layers]:
    """mean_i (I + H_i / lambda)^-1 grad L_query,i(w_i), with H_i the Hessian of the support loss at w_i.

    Solved by conjugate gradients; Rajeswaran et al. 2019, equations 3 and 6, algorithm 2. It is exact only at the
    minimum, which a few steps approach: hence no gradient of any loss.
    """
    support, query = episode.support, episode.query
    own = _for_each_task(learner.adapt(problem, params, support, dials)[-1], support)

    def bent(v: Layers) -> Layers:
        return _each(lambda a, h: a + h / dials["pull"], v, curvature(problem, own, support, v))

    solved = conjugate_gradients(bent, per_task(problem, own, query), dials["cg_steps"])
    loss = tf.reduce_mean(task_losses(problem, networks.apply(own, query.x), query.y))
    return loss, _each(lambda a: tf.reduce_mean(a, axis=0), solved)


def curvature(problem: Problem, own: Layers, support: Batch, v: Layers) -> Layers:
    """The Hessian of each task's support loss at its ``own`` weights, times ``v``."""
    with tf.GradientTape() as tape:
        tape.watch(own)
        along = tf.reduce_sum(_dot(per_task(problem, own, support), v))
    return tape.gradient(along, own, unconnected_gradients="zero")


def conjugate_gradients(product: Callable[[Layers], Layers], goal: Layers, steps: Array) -> Layers:
    """Solves product(v) = goal for each task on its own: Hestenes and Stiefel 1952, from v = 0.

    A task stops before a direction of hardly any or negative curvature, which the Hessian of a network may have and
    along which the solution would leap; at the very first one, v = goal stays, the first-order gradient.
    """

    def body(count: Array, going: Array, solved: Layers, rest: Layers, direction: Layers) -> tuple[Any, ...]:
        image = product(direction)
        along, size = _dot(direction, image), _dot(rest, rest)
        going &= along > LEAST_CURVATURE * _dot(direction, direction)
        halt = tf.cast(count == 0, size.dtype) * tf.ones_like(size)
        step = tf.where(going, tf.math.divide_no_nan(size, along), halt)
        solved = _each(lambda v, d: v + step * d, solved, direction)
        rest = _each(lambda r, i: r - step * i, rest, image)
        turn = tf.math.divide_no_nan(_dot(rest, rest), size)
        return count + 1, going, solved, rest, _each(lambda r, d: r + turn * d, rest, direction)

    going = tf.fill(tf.shape(_dot(goal, goal)), True)
    start = (tf.constant(0), going, _each(tf.zeros_like, goal), goal, goal)
    return tf.while_loop(lambda count, *_: count < steps, body, start)[2]


def _for_each_task(layers: Layers, support: Batch) -> Layers:
    """A copy of the weights for each task: the tasks may share weights, but not the curvature at them."""
    return _each(lambda w: w + tf.zeros([tf.shape(support.x)[0], 1, 1], w.dtype), layers)


def _dot(one: Layers, other: Layers) -> Array:
    """The inner product of each task, [tasks, 1, 1]."""
    products = _each(lambda a, b: tf.reduce_sum(a * b, axis=[1, 2], keepdims=True), one, other)
    return tf.add_n(tf.nest.flatten(products))


def _each(function: Callable[..., Array], *layers: Layers) -> Layers:
    return tf.nest.map_structure(function, *layers)


PART = MetaLearner(
    Method(
        label="Implicit MAML",
        sentence="Like MAML, but works out the effect of the starting weights from where adapting ends.",
        learns="The starting weights of the network.",
        adapts="Takes a few gradient steps on the support points while being pulled back to the start.",
        ignores=("objective",),
        brief_kind="extrinsic",
        field_kind="optimisation-based",
        source="Rajeswaran, Finn, Kakade and Levine 2019, Meta-Learning with Implicit Gradients, section 3",
        url="https://arxiv.org/abs/1909.04630",
        defaults={"alpha": 0.3, "inner_steps": 5},
    ),
    adapt,
    gradient=gradient,
    dials=(PULL, CG_STEPS),
    surrogate=True,
)

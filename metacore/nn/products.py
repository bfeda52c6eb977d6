"""The three products that descent is made of, each of whose gradients are the other two: so they serve every order.

Points have a leading task axis; weights are [inputs, outputs] where the tasks share them, or [tasks, inputs, outputs].
Written out because no compiler finds these forms by itself: an outer product for each task, of few points, is three
times faster as a sum that is fused with what is done to it than as a product of many tiny matrices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metacore.compiling.fusing import fusing
from metacore.compiling.lazy import forget_gradient, tf
from metacore.types import Array

FEW = 20  # with more points than this, a product of matrices is the faster form of ``outer``


def forward(x: Array, w: Array) -> Array:
    """x w: what a layer's weights make of its inputs, [tasks, points, outputs]."""
    return _bilinear(_times, lambda g, x, w: (backward(g, w), outer(x, g, len(w.shape) == 2)), x, w)


def backward(d: Array, w: Array) -> Array:
    """d w^T: gradients at a layer's outputs, carried back to its inputs, [tasks, points, inputs]."""
    return _bilinear(_times_transposed, lambda g, d, w: (forward(g, w), outer(g, d, len(w.shape) == 2)), d, w)


def outer(h: Array, d: Array, shared: bool = False) -> Array:
    """h^T d: the gradient of each task's weights, [tasks, inputs, outputs], or where ``shared`` its sum over tasks."""
    form = _pooled if shared else _summed if fusing() and _few(h) else _transposed_times
    return _bilinear(form, lambda g, h, d: (backward(d, g), forward(h, g)), h, d)


def own_weights(w: Array, like: Array) -> Array:
    """Shared weights as each task's own, [tasks, inputs, outputs], for as many tasks as ``like`` has."""
    if len(w.shape) == 3:
        return w
    return _with_gradient(lambda w: (w + tf.zeros_like(like[:, :1, :1]), _over_tasks), w)


def _over_tasks(g: Array) -> Array:
    """The sum over tasks; as a product, which the compiler does not melt into how ``g`` came about."""
    return tf.tensordot(tf.ones([2, tf.shape(g)[0]], g.dtype), g, axes=1)[0]


def _bilinear(
    product: Callable[[Array, Array], Array], gradient: Callable[..., Any], one: Array, other: Array
) -> Array:
    """``product`` of both, with its gradient written by hand; that may be differentiated again."""
    return _with_gradient(lambda a, b: (product(a, b), lambda g: gradient(g, a, b)), one, other)


def _with_gradient(function: Callable[..., Any], *arguments: Array) -> Array:
    """``tf.custom_gradient`` for gradient tapes alone, so that graphs nobody needs any more are let go."""
    found = tf.custom_gradient(function)(*arguments)
    if not tf.executing_eagerly():
        forget_gradient(found.op.get_attr("_gradient_op_type").decode())
    return found


def _times(x: Array, w: Array) -> Array:
    if x.shape[-1] == 1:  # of one number: a bias, or a network of one input
        return x * w
    # Shared weights: one large product over all tasks.
    return tf.tensordot(x, w, axes=1) if len(w.shape) == 2 else x @ w


def _times_transposed(d: Array, w: Array) -> Array:
    if d.shape[-1] == 1:
        return d * tf.linalg.matrix_transpose(w)
    return tf.tensordot(d, w, [[-1], [1]]) if len(w.shape) == 2 else tf.matmul(d, w, transpose_b=True)


def _transposed_times(h: Array, d: Array) -> Array:
    return tf.matmul(h, d, transpose_a=True)


def _summed(h: Array, d: Array) -> Array:
    return tf.reduce_sum(h[..., :, None] * d[..., None, :], axis=-3)


def _few(h: Array) -> bool:
    points = h.shape[-2]
    return points is not None and points <= FEW


def _pooled(h: Array, d: Array) -> Array:
    if 1 in (h.shape[-1], d.shape[-1]):  # task by task first: a long sum down narrow columns is slow
        return tf.reduce_sum(_transposed_times(h, d), axis=0)
    return tf.tensordot(h, d, [[0, 1], [0, 1]])

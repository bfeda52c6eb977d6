"""Adam as a pure function (Kingma and Ba 2015, the form at the end of section 2)."""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.types import Array, Params


def adam(
    params: Params, first: Params, second: Params, gradient: Params, step: Array, rate: Array
) -> tuple[Params, Params, Params]:
    """One step: new parameters and new moments. ``step`` counts from one; all nests have one shape."""
    dtype = tf.nest.flatten(params)[0].dtype
    count, keep_first, keep_second = tf.cast(step, dtype), tf.constant(0.9, dtype), tf.constant(0.999, dtype)
    rate = tf.cast(rate, dtype) if tf.is_tensor(rate) else tf.constant(rate, dtype)
    each = tf.nest.map_structure
    first = each(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = each(lambda v, g: 0.999 * v + 0.001 * tf.square(g), second, gradient)
    scale = rate * tf.sqrt(1 - tf.pow(keep_second, count)) / (1 - tf.pow(keep_first, count))
    params = each(lambda p, m, v: p - scale * m / (tf.sqrt(v) + 1e-8), params, first, second)
    return params, first, second

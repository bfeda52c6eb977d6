"""The space in which methods compare points: hidden layers, which for images look at one small part at a time."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.networks import Layers
from metacore.types import Array, Problem

PATCH = 3  # pixels on each side that a filter sees


def init(problem: Problem, hidden: tuple[int, ...], random: np.random.Generator) -> Layers:
    """Ordinary starting weights: of dense layers, or of filters [9 * channels, width] where points are images."""
    if not problem.image:
        return networks.fresh([problem.features, *hidden], random)
    layers, channels = [], 1
    for width in hidden:
        layers += networks.fresh([PATCH * PATCH * channels, width], random)
        channels = width
    return layers


def features(problem: Problem, layers: Layers, x: Array) -> Array:
    """Where points x [tasks, n, features] lie, [tasks, n, width].

    An image goes through a block for each hidden layer: filters over every patch of 3 x 3, relu, and the largest of
    each 2 x 2 (Snell et al. 2017, section 3.1, without batch norm); what is left of it in the end is its place.
    """
    if not problem.image:
        return networks.features(layers, x)
    tasks, points = tf.unstack(tf.shape(x)[:2])
    found = tf.reshape(x, [tasks * points, *problem.image, 1])
    for w, b in layers:
        found = tf.nn.relu(tf.tensordot(_patches(found), w, axes=1) + b)
        if min(found.shape[1:3]) >= 4:
            found = _pooled(found)
    return tf.reshape(found, [tasks, points, found.shape[1] * found.shape[2] * found.shape[3]])


def width(problem: Problem, hidden: tuple[int, ...]) -> int:
    """How many numbers say where a point lies."""
    if not problem.image:
        return hidden[-1]
    rows, columns = problem.image
    for _ in hidden:
        if min(rows, columns) >= 4:
            rows, columns = rows // 2, columns // 2
    return rows * columns * hidden[-1]


def _patches(x: Array) -> Array:
    """The patch around every pixel, [images, rows, columns, 9 * channels]; beyond the edge there is nothing."""
    rows, columns = x.shape[1:3]
    framed = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
    parts = [framed[:, a : a + rows, b : b + columns] for a in range(PATCH) for b in range(PATCH)]
    return tf.concat(parts, axis=-1)


def _pooled(x: Array) -> Array:
    """The largest of each 2 x 2, [images, rows / 2, columns / 2, channels]."""
    _, rows, columns, width = x.shape
    return tf.reduce_max(tf.reshape(x, [-1, rows // 2, 2, columns // 2, 2, width]), axis=[2, 4])

"""Rows of recorded tasks: which become support and which are asked, never the same; and where to look at them."""

from __future__ import annotations

from typing import Any

import numpy as np

from metacore.compiling.lazy import tf
from metacore.types import Array, Plane

WINDOW = 512  # of a task with more rows, so many in a row (from a chance place on) may be drawn
ASKED = 4  # one row of so many is always asked, however many support points there are to be


def drawn(seed: Array, first: Array, sizes: Array, most: int, shots: int, queries: int) -> Array:
    """Rows of some tasks by chance, [tasks, shots + queries]: support rows first. For shuffled rows.

    Task i has the rows ``first[i]`` to ``first[i] + sizes[i] - 1``, ``most`` at most and two at least. Rows are ordered
    by random keys: the first ``shots`` are support, the rest is asked. A task with too few repeats support rows in the
    support and asked rows among the asked; a quarter of its rows is left to be asked.
    """
    where, which = tf.unstack(tf.random.split(seed, 2))
    tasks, window = first.shape[0], min(most, WINDOW)
    keys = tf.random.stateless_uniform([tasks, window], which)
    keys = tf.where(tf.range(window)[None] < sizes[:, None], keys, -1.0)
    kept = min(window, shots + queries)
    order = tf.math.top_k(keys, kept).indices
    within = tf.minimum(sizes, kept)
    own = known(shots, sizes, tf)
    support = tf.range(shots)[None] % own[:, None]
    query = own[:, None] + tf.range(queries)[None] % (within - own)[:, None]
    picked = tf.gather(order, tf.concat([support, query], axis=1), batch_dims=1)
    start = tf.cast(tf.random.stateless_uniform([tasks], where) * tf.cast(sizes, tf.float32), tf.int32)
    return first[:, None] + (start[:, None] + picked) % sizes[:, None]


def outside_graphs(values: np.ndarray) -> Array:
    """``values`` as a tensor outside of any graph: graphs refer to it, where each would keep a copy of an array."""
    with tf.init_scope():
        return tf.constant(values)


def known(shots: int, sizes: Array, library: Any = np) -> Array:
    """How many different rows are support in tasks of these sizes: ``shots``, or fewer so that some rows are asked.

    By NumPy, or in a graph by TensorFlow.

    >>> [int(known(5, size)) for size in (2, 5, 6, 7, 100)]
    [1, 4, 5, 5, 5]
    """
    return library.minimum(shots, sizes - library.maximum(1, sizes // ASKED))


def principal(x: np.ndarray) -> Plane:
    """The plane through the mean along which rows [rows, features] differ most; a flat one where there is one feature.

    >>> principal(np.array([[0.0, 0, 0], [9, 0, 0], [0, 0, 3], [9, 0, 3]])).directions.round().tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    middle = x.mean(axis=0)
    _, turned = np.linalg.eigh(np.cov(x, rowvar=False).reshape(x.shape[1], -1))
    most = turned.T[::-1][:2]
    most = most * np.where(most.sum(axis=1, keepdims=True) < 0, -1, 1)  # else its sign were left to the library
    most = np.concatenate([most, np.zeros((2 - len(most), x.shape[1]))])
    return Plane(middle.astype(np.float32), most.astype(np.float32))


def telling(x: np.ndarray, y: np.ndarray) -> Plane:
    """The line through the mean along which values y [rows] change most, as a plane of one direction."""
    middle = x.mean(axis=0)
    gram = (x - middle).T @ (x - middle) / len(x)
    slope = np.linalg.solve(gram + 0.1 * np.eye(len(gram)), (x - middle).T @ (y - y.mean()) / len(x))
    size = np.linalg.norm(slope)
    line = slope / size if size > 1e-9 else np.eye(len(slope))[0]
    return Plane(middle.astype(np.float32), line[None].astype(np.float32))

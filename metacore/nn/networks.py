"""Fully connected relu networks as plain lists of (w, b).

``w`` is [inputs, outputs] where the tasks share it and [tasks, inputs, outputs] where each has its own; ``b`` is
[1, outputs] or [tasks, 1, outputs]. One expression serves both.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn.products import forward
from metacore.types import Array, Params, Problem

Layers = list[tuple[Array, Array]]


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Layers:
    """Initial weights: normal with deviation 0.01, cut at two deviations; biases zero (Finn et al. 2017, their code).

    Larger starts (He, Glorot) blow up under several inner steps. A list of ([inputs, outputs], [1, outputs]), float32.
    """
    random = np.random.default_rng([seed, 7])
    sizes = [problem.features, *hidden, problem.outputs]
    layers = []
    for fan_in, fan_out in pairwise(sizes):
        weights = 0.01 * _truncated_normal(random, (fan_in, fan_out))
        layers.append((weights.astype(np.float32), np.zeros((1, fan_out), np.float32)))
    return layers


def fresh(sizes: Sequence[int], random: np.random.Generator) -> Layers:
    """Ordinary starting weights for a network that takes no inner steps: normal, deviation sqrt(2 / (in + out)).

    Glorot and Bengio 2010, section 4.2.1. ``sizes`` are the inputs, the width of each layer, and the outputs.
    """
    return [
        ((random.normal(size=(a, b)) * np.sqrt(2 / (a + b))).astype(np.float32), np.zeros((1, b), np.float32))
        for a, b in pairwise(sizes)
    ]


def _truncated_normal(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    values = random.normal(size=shape)
    while (far := np.abs(values) > 2).any():
        values[far] = random.normal(size=int(far.sum()))
    return values


def apply(layers: Layers, x: Array) -> Array:
    """Raw outputs (logits or means) of the network: [tasks, n, outputs] for x [tasks, n, features]."""
    return traced(layers, x)[0]


def predict(problem: Problem, layers: Layers, x: Array) -> Array:
    """``apply``, as meta-learners whose adapted parameters are a network answer a problem."""
    return apply(layers, x)


def features(layers: Layers, x: Array) -> Array:
    """What the last layer sees where ``layers`` are the hidden ones: relu after every layer, [tasks, n, width]."""
    return tf.nn.relu(apply(layers, x))


def traced(layers: Layers, x: Array) -> tuple[Array, list[Array]]:
    """Raw outputs, and what went into each layer."""
    inputs = []
    for depth, (w, b) in enumerate(layers):
        inputs.append(x)
        x = forward(x, w) + forward(ones(x), b)
        if depth + 1 < len(layers):
            x = tf.nn.relu(x)
    return x, inputs


def ones(x: Array) -> Array:
    """The input that a bias weighs: one at each point, [tasks, n, 1]."""
    return tf.ones_like(x[..., :1])


def is_network(nest: Params) -> bool:
    """Whether ``nest`` is a list of (w, b), so that its weights can be averaged."""
    return isinstance(nest, list) and all(isinstance(layer, tuple) and len(layer) == 2 for layer in nest)

"""Weight-space average: one network whose weights are the mean of the members' (Wortsman et al. 2022, Model Soups).

w = mean over members of w_m, and p(x) = p_w(x). Costs one network to ask, however many members there are. It has a
meaning only where the members start from the same weights: hidden units of networks that were trained apart stand in
another order, and their mean is no unit of any. Where members have no weights it is the average of their answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metacore.combining.mixing import mixture, uniform
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Card, Params


def average(networks: Params) -> Params:
    """The mean over members of each array that each has of its own, as one member [1, ...]; what is shared stays."""
    return tf.nest.map_structure(lambda a: tf.reduce_mean(a, axis=0, keepdims=True) if _own(a) else a, networks)


def joined(parts: Sequence[Params], chosen: np.ndarray) -> Params:
    """The networks of all parts as one nest, of them those that are ``chosen`` [members]."""
    return tf.nest.map_structure(lambda *each: np.concatenate(each)[chosen] if _own(each[0]) else each[0], *parts)


def _own(array: Array) -> bool:
    """Whether an array has a leading axis of members: weights and biases have two axes without it."""
    return len(array.shape) == 3


PART = Combiner(
    Card(
        label="Soup",
        sentence="One network whose weights are the mean of all task models' weights. It works only where they started "
        "from the same weights.",
        source="Wortsman et al. 2022, Model Soups: Averaging Weights of Multiple Fine-tuned Models",
        url="https://arxiv.org/abs/2203.05482",
    ),
    uniform,
    mixture,
    convex=True,
    of="networks",
)

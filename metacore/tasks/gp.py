"""Smooth random curves: draws from a Gaussian process with an RBF kernel (Garnelo et al. 2018, section 4.1).

f ~ GP(0, height^2 exp(-(x - x')^2 / (2 length^2))), x ~ U[-2, 2].

f is a sum of a cos and b sin over 44 fixed frequencies with normal weights of the spectrum's size: a Gaussian
process itself, whose kernel equals the RBF within 1e-6 of height^2 for points up to 45 lengths apart. Latents are
(one over length, weights a, weights b).
"""

from __future__ import annotations

from math import exp

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.episodes.synthetic import Synthetic, curve, uniform
from metacore.types import Array, Batch, Card, Dials

# The kernel's spectrum at the middles of 44 equal pieces of [0, 5.5], in units of one over the length scale.
FREQUENCIES = tuple(0.125 * (j + 0.5) for j in range(44))
_HEIGHTS = tuple(exp(-0.5 * w * w) for w in FREQUENCIES)
POWER = tuple(height / sum(_HEIGHTS) for height in _HEIGHTS)
JITTER = 1e-3  # the least deviation of an observation, in units of the height: what keeps the equations solvable


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    weights = tf.random.stateless_normal([tasks, 2 * len(POWER)], seed)
    pace = tf.ones([tasks, 1]) / dials["length"]
    return tf.concat([pace, dials["height"] * weights * tf.sqrt(tf.constant(2 * POWER))], axis=-1)


def answer(latent: Array, x: Array) -> Array:
    latent = tf.cast(latent, x.dtype)
    angle = x * latent[:, None, :1] * tf.constant(FREQUENCIES, x.dtype)
    return tf.concat([tf.cos(angle), tf.sin(angle)], axis=-1) @ latent[:, 1:, None]


def posterior(support: Batch, x: Array, dials: Dials) -> tuple[Array, Array]:
    """Mean and deviation of f at ``x`` given the support, [tasks, n, 1] each: exact, in float64 within.

    Rasmussen and Williams 2006, algorithm 2.1.
    """
    length, height, error = (tf.cast(dials[name], tf.float64) for name in ("length", "height", "noise"))
    seen, y, asked = (tf.cast(a, tf.float64) for a in (*support, x))

    def kernel(one: Array, other: Array) -> Array:
        return height**2 * tf.exp(-0.5 * ((one - tf.linalg.matrix_transpose(other)) / length) ** 2)

    width = error**2 + (JITTER * height) ** 2
    factor = tf.linalg.cholesky(kernel(seen, seen) + width * tf.eye(seen.shape[1], dtype=tf.float64))
    spread = tf.linalg.triangular_solve(factor, kernel(seen, asked))
    mean = tf.linalg.matmul(spread, tf.linalg.triangular_solve(factor, y), transpose_a=True)
    variance = height**2 - tf.reduce_sum(spread**2, axis=1)[..., None]
    return tf.cast(mean, x.dtype), tf.cast(tf.sqrt(tf.maximum(variance, 0)), x.dtype)


PART = Synthetic(
    Card(
        label="Smooth random curves",
        sentence="Predict a value along a smooth curve drawn at random. Every task has another curve.",
        source="Garnelo and others 2018, section 4.1",
        url="https://arxiv.org/abs/1807.01613",
    ),
    draw,
    answer,
    uniform(-2.0, 2.0, features=1),
    dials=(
        Dial("length", "Length scale", "How far one has to go along a curve until it may look quite different.",
             0.4, "number", 0.1, 2.0, stops=(0.1, 0.2, 0.4, 1.0, 2.0)),
        Dial("height", "Height", "How far the curves typically are from zero.",
             1.0, "number", 0.1, 3.0, stops=(0.1, 0.3, 1.0, 3.0)),
    ),
    defaults={"queries": 10, "hidden": (40, 40), "inner_steps": 5, "alpha": 0.03, "beta": 0.003},
    domain=(-2.0, 2.0),
    span=(-3.0, 3.0),
    problem=curve,
    posterior=posterior,
)  # fmt: skip

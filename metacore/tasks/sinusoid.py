"""Sinusoids of random amplitude and phase (Finn, Abbeel and Levine 2017, section 5.1).

A ~ U[0.1, 5], phase ~ U[0, pi], x ~ U[-5, 5], y = A sin(x - phase).

Latents are (A, phase). Noise is the deviation added to support values; queries stay true.
"""

from __future__ import annotations

from math import pi

from metacore.compiling.lazy import tf
from metacore.episodes.synthetic import Synthetic, curve, uniform
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    height, shift = tf.unstack(tf.random.split(seed, 2))
    amplitude = tf.random.stateless_uniform([tasks, 1], height, 0.1, 5.0)
    phase = tf.random.stateless_uniform([tasks, 1], shift, 0.0, pi)
    return tf.concat([amplitude, phase], axis=-1)


def answer(latent: Array, x: Array) -> Array:
    return latent[:, None, :1] * tf.sin(x - latent[:, None, 1:])


PART = Synthetic(
    Card(
        label="Sine waves",
        sentence="Predict a value along a sine wave. Every task has another height and shift.",
        source="Finn, Abbeel and Levine 2017, section 5.1",
        url="https://arxiv.org/abs/1703.03400",
    ),
    draw,
    answer,
    uniform(-5.0, 5.0, features=1),
    defaults={"queries": 10, "hidden": (40, 40), "inner_steps": 1, "alpha": 0.01, "beta": 0.001},
    domain=(-5.0, 5.0),
    span=(-5.6, 5.6),
    problem=curve,
)

"""Sinusoids whose frequency varies too (Li, Zhou, Chen and Li 2017, Meta-SGD, section 4.1).

A ~ U[0.1, 5], w ~ U[0.8, 1.2], b ~ U[0, pi], x ~ U[-5, 5], y = A sin(w x + b): the paper's ranges.

Latents are (A, w, b). Noise is the deviation added to support values; queries stay true.
"""

from __future__ import annotations

from dataclasses import replace
from math import pi

from metacore.compiling.lazy import tf
from metacore.tasks import sinusoid
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    return [0.1, 0.8, 0.0] + tf.random.stateless_uniform([tasks, 3], seed) * [4.9, 0.4, pi]


def answer(latent: Array, x: Array) -> Array:
    amplitude, frequency, phase = tf.split(tf.cast(latent, x.dtype)[:, None], 3, axis=-1)
    return amplitude * tf.sin(frequency * x + phase)


PART = replace(
    sinusoid.PART,
    card=Card(
        label="Sine waves of any length",
        sentence="Sine waves again, but the distance from crest to crest also changes from task to task.",
        source="Li, Zhou, Chen and Li 2017, Meta-SGD, section 4.1",
        url="https://arxiv.org/abs/1707.09835",
    ),
    draw=draw,
    answer=answer,
)

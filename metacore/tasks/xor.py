"""Four quadrants, opposite ones of the same class, turned and moved from task to task (exclusive or).

x ~ U[-3, 3]^2; y = 1 in the first and third quadrant around a centre, with axes turned.

The turn is up to a right angle (which swaps the classes) and the centre up to 1.5 away along each axis, times the
difference dial. Latents are (turn, two of the centre).
"""

from __future__ import annotations

from math import pi

from metacore.compiling.lazy import tf
from metacore.dials import difference
from metacore.episodes.synthetic import Synthetic
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    return dials["difference"] * tf.random.stateless_uniform([tasks, 3], seed, -1.0, 1.0) * [pi / 2, 1.5, 1.5]


def answer(latent: Array, x: Array) -> Array:
    latent = tf.cast(latent, x.dtype)[:, None]
    along, turn = x - latent[..., 1:], latent[..., :1]
    one = along[..., :1] * tf.cos(turn) + along[..., 1:] * tf.sin(turn)
    two = along[..., 1:] * tf.cos(turn) - along[..., :1] * tf.sin(turn)
    return tf.cast(one * two > 0, x.dtype)


PART = Synthetic(
    Card(
        label="Four quadrants",
        sentence="A chessboard of four fields that no line can split. Every task has it turned and moved.",
        source="Minsky and Papert 1969, the exclusive or",
        url="https://doi.org/10.7551/mitpress/11301.001.0001",
    ),
    draw,
    answer,
    dials=(difference("How far the fields are turned and moved from task to task. At 0 all tasks are the same.", 0.5),),
)

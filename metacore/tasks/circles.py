"""Inside or outside a circle, which is somewhere else and of another size in every task.

x ~ U[-3, 3]^2, y = [|x - centre| < radius], centre ~ U[-1.5, 1.5]^2, radius ~ U[1.4, 2.6].

The difference dial draws centre and radius together towards the origin and 2. A circle covers from a sixth to
six tenths of the square. Latents are (two of the centre, radius).
"""

from __future__ import annotations

from metacore.compiling.lazy import tf
from metacore.dials import difference
from metacore.episodes.synthetic import DEFAULTS, Synthetic
from metacore.types import Array, Card, Dials


def draw(seed: Array, tasks: int, dials: Dials) -> Array:
    spread = dials["difference"] * tf.random.stateless_uniform([tasks, 3], seed, -1.0, 1.0)
    return [0.0, 0.0, 2.0] + spread * [1.5, 1.5, 0.6]


def answer(latent: Array, x: Array) -> Array:
    latent = tf.cast(latent, x.dtype)[:, None]
    away = tf.reduce_sum((x - latent[..., :2]) ** 2, axis=-1, keepdims=True)
    return tf.cast(away < latent[..., 2:] ** 2, x.dtype)


PART = Synthetic(
    Card(
        label="Circles",
        sentence="Inside or outside a circle. Every task has it in another place and of another size.",
        source="Pedregosa and others 2011, after the toy data of scikit-learn",
        url="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_circles.html",
    ),
    draw,
    answer,
    dials=(difference("How far the circles are apart and how unlike in size. At 0 all tasks are the same.", 1.0),),
    defaults={**DEFAULTS, "alpha": 0.1},
)

"""Handwritten digits of scikit-learn: a task is some digits to tell apart, under labels of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, pi
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.episodes import rows
from metacore.types import Array, Batch, Card, Dials, Episode, Plane, Problem, Split

SIDE = 8
HELD_OUT = 5  # training tasks are made of the digits below, new tasks of this one and those above
CHECKED = 5  # one image of so many of the training digits is kept for validation
MOST_SHAPES = 64
SHAPES = {"upright": 1, "turned": 4, "warped": MOST_SHAPES}  # how many training makes of a digit


@dataclass(frozen=True)
class Digits:
    """Images of 8 x 8 pixels, from 0 to 1; y is one of ``classes`` digits, which have labels in random order.

    Training tasks draw from the digits 0 to 4, new tasks from 5 to 9, which no training task shows. Validation tasks
    show other images of 0 to 4, mirrored: shapes that were never practised on either, so that learning by heart shows.
    Every class has as many points as the others, as far as they can be shared out evenly. Training digits may also be
    turned or warped, each way being a class of its own (Santoro et al. 2016, Meta-Learning with Memory-Augmented Neural
    Networks, section 4), and moved by a pixel. Latents are the classes: a digit in one of its shapes.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-2.4, 2.4)
    span: tuple[float, float] = (0.0, 1.0)
    distinct: int = 0
    image: tuple[int, int] | None = (SIDE, SIDE)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        classes = settings["classes"]
        return Problem("classification", SIDE * SIDE, outputs=1 if classes == 2 else classes, image=self.image)

    def plane(self) -> Plane:
        return images().plane

    def sample(self, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
        which, where, moves = tf.unstack(tf.random.split(seed, 3))
        training, classes = split == "training", dials["classes"]
        ways, pixels = _pixels(split, dials["shapes"] if training else "")
        held = images().held[split]
        drawn = tf.math.top_k(tf.random.stateless_uniform([tasks, len(held.first) * ways], which), classes).indices
        digit, way = drawn // ways, drawn % ways
        each, asked = -(-shots // classes), -(-queries // classes)
        first, sizes = (tf.gather(a, tf.reshape(digit, [-1])) for a in held)
        chosen = rows.drawn(where, first, sizes, int(held.sizes.max()), each, asked)
        chosen = tf.reshape(chosen, [tasks, classes, each + asked])
        x = tf.gather(pixels, chosen + way[..., None] * (pixels.shape[0] // ways))
        if training and dials["shift"]:
            x = moved(moves, x, dials["shift"])
        label = tf.one_hot(tf.range(classes), classes)
        y = tf.broadcast_to(label[None, :, None], [tasks, classes, each + asked, classes])
        parts = (_in_turn(x, y, slice(each), shots), _in_turn(x, y, slice(each, None), queries))
        shown = digit + (HELD_OUT if split == "test" else 0)
        mirrored = 10 * MOST_SHAPES if split == "validation" else 0
        return Episode(*parts, tf.cast(shown * MOST_SHAPES + way + mirrored, tf.float32))


def _in_turn(x: Array, y: Array, part: slice, points: int) -> Batch:
    """Some points of every class [tasks, classes, each, ...] as one sequence in which the classes take turns."""

    def joined(a: Array) -> Array:
        mixed = tf.transpose(a[:, :, part], [0, 2, 1, 3])
        return tf.reshape(mixed, [mixed.shape[0], -1, mixed.shape[-1]])[:, :points]

    labels = joined(y)
    return Batch(joined(x), labels[..., 1:] if labels.shape[-1] == 2 else labels)


def moved(seed: Array, pixels: Array, far: int) -> Array:
    """Images [..., pixels] moved up to ``far`` pixels each way by chance; what comes in from outside is empty."""
    wide, ways = SIDE + 2 * far, 2 * far + 1
    flat = tf.reshape(pixels, [-1, SIDE, SIDE])
    framed = tf.reshape(tf.pad(flat, [[0, 0], [far, far], [far, far]]), [-1, wide * wide])
    corner = np.add.outer(wide * np.arange(ways), np.arange(ways)).reshape(-1, 1)
    inside = np.add.outer(wide * np.arange(SIDE), np.arange(SIDE)).reshape(1, -1)
    way = tf.random.stateless_uniform([framed.shape[0]], seed, 0, ways * ways, tf.int32)
    return tf.reshape(tf.gather(framed, tf.gather(corner + inside, way), batch_dims=1), pixels.shape)


class Held(NamedTuple):
    """The rows of each digit of a split: where they begin and how many they are, [digits]."""

    first: np.ndarray
    sizes: np.ndarray


class Images(NamedTuple):
    """The images of each split, ordered by digit and shuffled, [1, rows, pixels], and the rows of each digit."""

    pixels: dict[Split, np.ndarray]
    held: dict[Split, Held]
    plane: Plane


@lru_cache(maxsize=1)
def images() -> Images:
    """What scikit-learn ships: 1797 images of the digits 0 to 9."""
    from sklearn.datasets import load_digits

    x, digit = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    x, digit = (x[order] / 16).astype(np.float32), digit[order]
    checked = np.arange(len(x)) % CHECKED == 0
    chosen: dict[Split, np.ndarray] = {
        "training": (digit < HELD_OUT) & ~checked,
        "validation": (digit < HELD_OUT) & checked,
        "test": digit >= HELD_OUT,
    }
    pixels, held = {}, {}
    for split, mask in chosen.items():
        ordered = x[mask][np.argsort(digit[mask], kind="stable")]
        sizes = np.bincount(digit[mask] % HELD_OUT).astype(np.int32)
        pixels[split], held[split] = ordered[None], Held(np.cumsum(sizes, dtype=np.int32) - sizes, sizes)
    mirrored = pixels["validation"].reshape(1, -1, SIDE, SIDE)[..., ::-1]
    pixels["validation"] = mirrored.reshape(pixels["validation"].shape)
    return Images(pixels, held, rows.principal(pixels["training"][0]))


@lru_cache(maxsize=5)
def _pixels(split: Split, name: str) -> tuple[int, Array]:
    """How many shapes there are, and the images in all of them, one after the other, [shapes * rows, pixels]."""
    found = shapes(name) if name else images().pixels[split]
    return len(found), rows.outside_graphs(found.reshape(-1, SIDE * SIDE))


@lru_cache(maxsize=3)
def shapes(name: str) -> np.ndarray:
    """The training images in every shape, [shapes, rows, pixels]; the first are as they are, none is mirrored."""
    random, found = np.random.default_rng(3), []
    for number in range(SHAPES[name]):
        if name == "warped" and number:
            angle, lean, wide, high = random.normal(size=4) * (2 * pi, 0.3, 0.15, 0.15)
        else:
            angle, lean, wide, high = number * pi / 2, 0.0, 0.0, 0.0
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        found.append(images().pixels["training"][0] @ _warp(turn @ [[exp(wide), lean], [0, exp(high)]]))
    return np.stack(found).astype(np.float32)


def _warp(matrix: np.ndarray) -> np.ndarray:
    """What maps images [n, pixels] to those seen through a linear map of the plane, [pixels, pixels]; bilinear."""
    place = np.stack(np.meshgrid(*[np.arange(SIDE)] * 2, indexing="ij"), axis=-1).reshape(-1, 2) - (SIDE - 1) / 2
    seen = place @ np.asarray(matrix).T
    return np.clip(1 - np.abs(seen - place[:, None]), 0, None).prod(axis=-1)


PART = Digits(
    Card(
        label="Handwritten digits",
        sentence="Tell two to five handwritten digits apart. Practice is on 0 to 4, new tasks show 5 to 9.",
        source="Alpaydin and Kaynak 1998, Optical recognition of handwritten digits, as in scikit-learn",
        url="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_digits.html",
    ),
    dials=(
        Dial("classes", "Classes", "How many digits there are to tell apart.", 5, "integer", 2, 5,
             stops=(2, 3, 4, 5), shapes=True),
        Dial("shapes", "Shapes of training digits", "What practice makes of the five training digits: each turned, or "
             "turned, leaned and stretched, is a class of its own, so that there is more to practise on.", "turned",
             "choice", choices=tuple(SHAPES), shapes=True),
        Dial("shift", "Moved by", "Up to how many pixels training digits are moved to any side.", 1, "integer", 0, 2,
             stops=(0, 1, 2), shapes=True),
    ),
    defaults={"shots": 5, "queries": 15, "hidden": (64, 64), "inner_steps": 5, "alpha": 0.1, "beta": 0.001,
              "meta_batch": 10},
)  # fmt: skip

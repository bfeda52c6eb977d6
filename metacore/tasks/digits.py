"""Handwritten digits of scikit-learn: a task is some digits to tell apart, under labels of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from metacore import rows
from metacore.dials import Dial
from metacore.lazy import tf
from metacore.types import Array, Batch, Card, Dials, Episode, Plane, Problem, Split

SIDE = 8
HELD_OUT = 5  # training tasks are made of the digits below, new tasks of this one and those above
CHECKED = 5  # one image of so many of the training digits is kept for validation
POSITIONS = 8
TURNS = ("1", "4", "8")


@dataclass(frozen=True)
class Digits:
    """Images of 8 x 8 pixels, from 0 to 1; y is one of ``classes`` digits, which have labels in random order.

    Training tasks draw from the digits 0 to 4, validation tasks from other images of the same, new tasks from 5 to 9,
    which no training task shows. Every class has as many points as the others, as far as they can be shared out
    evenly. Training digits may also be turned and mirrored, each way being classes of its own (Santoro et al. 2016,
    Meta-Learning with Memory-Augmented Neural Networks, section 4), and moved by a pixel. Latents are the classes.
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
        return Problem("classification", SIDE * SIDE, outputs=1 if classes == 2 else classes)

    def plane(self) -> Plane:
        return images().plane

    def sample(self, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
        which, where, moves = tf.unstack(tf.random.split(seed, 3))
        training, classes = split == "training", dials["classes"]
        turns = int(dials["turns"]) if training else 1
        held = images().held[split]
        kinds = len(held.first) * turns  # a digit and the way it is turned
        drawn = tf.math.top_k(tf.random.stateless_uniform([tasks, kinds], which), classes).indices
        digit = tf.reshape(drawn // turns, [-1])
        each, asked = -(-shots // classes), -(-queries // classes)
        first, sizes = (tf.gather(a, digit) for a in held)
        chosen = rows.drawn(where, first, sizes, int(held.sizes.max()), each, asked)
        chosen = tf.reshape(chosen, [tasks, classes, each + asked])
        pixels = tf.gather(tf.reshape(images().turned[:turns], [-1, SIDE * SIDE]), chosen + _turn(drawn, turns))
        if training and dials["shift"]:
            pixels = moved(moves, pixels, dials["shift"])
        label = tf.one_hot(tf.range(classes), classes)
        y = tf.broadcast_to(label[None, :, None], [tasks, classes, each + asked, classes])
        parts = (_in_turn(pixels, y, slice(each), shots), _in_turn(pixels, y, slice(each, None), queries))
        shown = drawn // turns + (HELD_OUT if split == "test" else 0)
        return Episode(*parts, tf.cast(POSITIONS * shown + drawn % turns, tf.float32))


def _turn(drawn: Array, turns: int) -> Array:
    """Where the images begin that are turned as each class asks for, [tasks, classes, 1]."""
    return (drawn % turns * len(images().turned[0]))[..., None]


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
    """All images, ordered by digit and shuffled, in each of eight positions: ``turned`` [8, rows, pixels]."""

    turned: np.ndarray
    held: dict[Split, Held]
    plane: Plane


@lru_cache(maxsize=1)
def images() -> Images:
    """What scikit-learn ships: 1797 images of the digits 0 to 9."""
    from sklearn.datasets import load_digits

    x, digit = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    order = order[np.argsort(digit[order], kind="stable")]
    x, counts = (x[order] / 16).astype(np.float32), np.bincount(digit)
    first, checked = np.cumsum(counts) - counts, counts // CHECKED
    low, high = slice(HELD_OUT), slice(HELD_OUT, None)
    held: dict[Split, Held] = {
        "training": Held((first + checked)[low], (counts - checked)[low]),
        "validation": Held(first[low], checked[low]),
        "test": Held(first[high], counts[high]),
    }
    practised = np.concatenate([np.arange(a, a + n) for a, n in zip(*held["training"], strict=True)])
    return Images(_positions(x), {name: Held(*(a.astype(np.int32) for a in h)) for name, h in held.items()},
                  rows.principal(x[practised]))  # fmt: skip


def _positions(x: np.ndarray) -> np.ndarray:
    square = x.reshape(-1, SIDE, SIDE)
    quarters = [np.rot90(a, turn, axes=(1, 2)) for a in (square, square[:, :, ::-1]) for turn in range(4)]
    return np.stack(quarters).reshape(POSITIONS, len(x), -1)


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
        Dial("turns", "Turned digits", "In how many positions training digits appear (upright, turned by quarters, "
             "mirrored), each position being a digit of its own.", "8", "choice", choices=TURNS, shapes=True),
        Dial("shift", "Moved by", "Up to how many pixels training digits are moved to any side.", 1, "integer", 0, 2,
             stops=(0, 1, 2), shapes=True),
    ),
    defaults={"shots": 5, "queries": 25, "hidden": (64, 64), "inner_steps": 5, "alpha": 0.1, "beta": 0.001},
)  # fmt: skip

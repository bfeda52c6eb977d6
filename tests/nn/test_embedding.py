"""Where points lie: dense layers as ever, and filters over images against loops."""

from __future__ import annotations

import numpy as np

from metacore.nn import embedding, networks
from metacore.types import Problem
from tests.examples import close

PLAIN = Problem("classification", 12, 3)
IMAGES = Problem("classification", 64, 3, image=(8, 8))


def start(problem: Problem, hidden: tuple[int, ...]) -> list[tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(5)
    layers = embedding.init(problem, hidden, random)
    return [(w.astype(np.float64), 0.1 * random.normal(size=b.shape)) for w, b in layers]


def test_points_that_are_no_images_go_through_dense_layers() -> None:
    layers, x = start(PLAIN, (5, 4)), np.random.default_rng(1).normal(size=(2, 3, 12))
    close(embedding.features(PLAIN, layers, x), networks.features(layers, x))
    assert embedding.width(PLAIN, (5, 4)) == 4


def test_images_go_through_filters_and_the_largest_of_four() -> None:
    layers, x = start(IMAGES, (3, 4)), np.random.default_rng(1).uniform(size=(2, 3, 64))
    found = np.asarray(embedding.features(IMAGES, layers, x))
    assert found.shape == (2, 3, embedding.width(IMAGES, (3, 4))) == (2, 3, 2 * 2 * 4)
    for task in range(2):
        for point in range(3):
            np.testing.assert_allclose(found[task, point], looped(layers, x[task, point]), rtol=1e-9)


def looped(layers: list[tuple[np.ndarray, np.ndarray]], pixels: np.ndarray) -> np.ndarray:
    image = pixels.reshape(8, 8, 1)
    for w, b in layers:
        framed, side = np.pad(image, ((1, 1), (1, 1), (0, 0))), len(image)
        seen = np.zeros((side, side, w.shape[1]))
        for row in range(side):
            for column in range(side):
                seen[row, column] = np.maximum(framed[row : row + 3, column : column + 3].ravel() @ w + b[0], 0)
        half = side // 2
        image = seen.reshape(half, 2, half, 2, -1).max(axis=(1, 3))
    return image.ravel()


def test_a_small_image_is_not_halved_to_nothing() -> None:
    tiny = Problem("classification", 4, 2, image=(2, 2))
    assert embedding.width(tiny, (3, 3, 3)) == 2 * 2 * 3
    assert embedding.features(tiny, start(tiny, (3, 3, 3)), np.ones((1, 1, 4))).shape == (1, 1, 12)

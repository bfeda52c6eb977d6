"""Digits: which images are practised on, and what a task shows."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from metacore.episodes import sampling
from metacore.run import Run
from metacore.tasks.digits import MOST_SHAPES, images, moved, shapes
from metacore.training.programs import all_dials
from metacore.types import Episode
from tests.examples import plain

X, DIGIT = load_digits(return_X_y=True)
KNOWN = {tuple(row) for row in X[DIGIT < 5]}


def drawn(split: str, query: str = "classes=3&shots=6&queries=9", tasks: int = 60) -> Episode:
    run = Run.parse(f"family=digits&shapes=upright&shift=0&{query}")
    dials = all_dials(run)
    return plain(sampling.sample(run.task_family, np.array([1, 2]), tasks, run.shots, run.queries, dials, split))  # type: ignore[arg-type]


def rows_of(episode: Episode) -> set[tuple[float, ...]]:
    return {tuple(row) for batch in episode[:2] for row in 16 * batch.x.reshape(-1, 64)}


def test_training_shows_the_first_five_digits_and_new_tasks_the_others() -> None:
    assert rows_of(drawn("training")) <= KNOWN
    assert rows_of(drawn("test")) <= {tuple(row) for row in X[DIGIT >= 5]}


def test_validation_shows_images_that_are_never_practised_on_mirrored() -> None:
    mirrored = {tuple(np.reshape(row, (8, 8))[:, ::-1].ravel()) for row in rows_of(drawn("validation"))}
    assert mirrored <= KNOWN and not mirrored & {tuple(row) for row in 16 * images().pixels["training"][0]}


@pytest.mark.parametrize("split", ["training", "validation", "test"])
def test_a_label_stands_for_one_digit_in_a_task_and_for_any_over_tasks(split: str) -> None:
    episode = drawn(split)
    digit = episode.latent.astype(int) // MOST_SHAPES
    assert all(len(set(task)) == 3 for task in digit)
    assert all(len(set(digit[:, label])) == 5 for label in range(3))
    if split == "test":
        named = {tuple(row): number for row, number in zip(X, DIGIT, strict=True)}
        for task, (x, y) in enumerate(zip(*episode.query, strict=True)):
            assert [named[tuple(16 * row)] for row in x] == list(digit[task][y.argmax(axis=-1)])


def test_classes_take_turns_so_that_few_points_show_every_class() -> None:
    for batch in drawn("test")[:2]:
        np.testing.assert_array_equal(batch.y.argmax(axis=-1)[0], np.arange(batch.y.shape[1]) % 3)
    two = drawn("test", "classes=2&shots=4&queries=4")
    np.testing.assert_array_equal(two.support.y[0, :, 0], [0, 1, 0, 1])


def test_shapes_begin_with_the_images_themselves_and_turn_them() -> None:
    upright, turned, warped = (shapes(name) for name in ("upright", "turned", "warped"))
    np.testing.assert_allclose(upright[0], images().pixels["training"][0], atol=1e-6)
    square = upright[0].reshape(-1, 8, 8)
    for number in range(4):
        ways = [np.rot90(square, way, axes=(1, 2)).reshape(len(square), -1) for way in (number, -number)]
        assert min(np.abs(turned[number] - way).max() for way in ways) < 1e-5
    assert len(warped) == MOST_SHAPES and len({round(float(each.sum()), 3) for each in warped}) == MOST_SHAPES


def test_a_moved_image_is_the_same_image_elsewhere() -> None:
    one = np.zeros((200, 8, 8), np.float32)
    one[:, 3, 4] = 1
    found = np.asarray(moved(np.array([1, 2]), one.reshape(200, 64), 1)).reshape(-1, 8, 8)
    assert (found.sum(axis=(1, 2)) == 1).all()
    places = {tuple(place) for place in np.argwhere(found)[:, 1:]}
    assert places == {(row, column) for row in (2, 3, 4) for column in (3, 4, 5)}

"""Uniform averaging against a loop."""

from __future__ import annotations

import numpy as np

from metacore.ensembles.average import PART
from metacore.lazy import tf
from tests.examples import problem_of, random_batch

CLASSES = problem_of("classification")


def test_it_is_the_mean_of_the_members() -> None:
    answers = np.random.default_rng(1).uniform(size=(4, 3, 5, 1))
    found = PART.combine(CLASSES, lambda x: tf.constant(answers), random_batch(1, CLASSES))(None)
    for task in range(3):
        for point in range(5):
            assert np.isclose(found[task, point, 0], sum(answers[m, task, point, 0] for m in range(4)) / 4)


def test_it_never_looks_at_the_support() -> None:
    batch = random_batch(1, CLASSES)
    found = [
        PART.combine(CLASSES, lambda x: tf.stack([x, 3 * x]), support)(batch.x)
        for support in (batch, random_batch(2, CLASSES))
    ]
    assert all(np.array_equal(found[0], other) for other in found)

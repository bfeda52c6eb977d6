"""Lines with wrong labels: the brief's lines, and a tenth of the support is wrong."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.run import Run
from metacore.training.programs import all_dials
from metacore.types import Episode


def drawn(query: str) -> Episode:
    run = Run.parse(query)
    return sample(run.task_family, tf.constant([5, 6]), 2000, 10, 5, all_dials(run))


def test_they_are_the_lines_of_the_brief_with_a_tenth_of_the_support_wrong() -> None:
    noisy, clean = drawn("family=linear_noise"), drawn("family=linear")
    np.testing.assert_array_equal(noisy.latent, clean.latent)
    np.testing.assert_array_equal(noisy.query.y, clean.query.y)
    assert abs((noisy.support.y.numpy() != clean.support.y.numpy()).mean() - 0.1) < 0.01


def test_the_noise_can_be_taken_away() -> None:
    np.testing.assert_array_equal(drawn("family=linear_noise&noise=0").support.y, drawn("family=linear").support.y)

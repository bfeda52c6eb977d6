"""Waves and lines: half of each, in the ranges of the paper."""

from __future__ import annotations

from math import pi

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import sample
from metacore.run import Run
from metacore.tasks.sines_and_lines import PART
from metacore.types import Episode


def drawn(noise: float = 0.0) -> Episode:
    return sample(PART, tf.constant([5, 6]), 8000, 10, 20, {"noise": np.float32(noise)})


def test_half_are_lines_and_the_ranges_are_those_of_the_paper() -> None:
    line, first, second = drawn().latent.numpy().T
    assert set(line) == {0, 1} and abs(line.mean() - 0.5) < 0.02
    ranges = ((first, 1, -3, 3), (second, 1, -3, 3), (first, 0, 0.1, 5), (second, 0, 0, pi))
    for values, kind, low, high in ranges:
        chosen = values[line == kind]
        assert low - 1e-5 <= chosen.min() and chosen.max() <= high + 1e-5
        assert abs(chosen.mean() - (low + high) / 2) < 0.02 * (high - low)
        assert abs(chosen.var() / ((high - low) ** 2 / 12) - 1) < 0.06
    assert Run.parse("family=sines_and_lines").noise == 0.3


def test_predicting_zero_costs_what_was_computed() -> None:
    # Lines: E[a^2] E[x^2] + E[b^2] = 3 * 25 / 3 + 3. Waves: 8.503 / 2, as for the sinusoids alone.
    line, squares = drawn().latent.numpy()[:, 0] == 1, (drawn().query.y.numpy() ** 2).mean(axis=(1, 2))
    assert abs(squares[line].mean() - 28) < 1.2 and abs(squares[~line].mean() - 4.25) < 0.15


def test_the_answer_is_a_line_or_a_wave() -> None:
    latent, x = tf.constant([[1.0, 2.0, -1.0], [0.0, 2.0, pi / 2]]), tf.constant([[[0.0], [3.0]]] * 2)
    np.testing.assert_allclose(PART.answer(latent, x)[..., 0], [[-1, 5], [-2, -2 * np.cos(3)]], atol=1e-5)


def test_noise_is_normal_with_its_deviation() -> None:
    error = drawn(0.3).support.y.numpy() - drawn().support.y.numpy()
    assert abs(error.mean()) < 0.01 and abs(error.std() - 0.3) < 0.01

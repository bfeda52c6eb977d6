"""Adam against its paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.nn.adam import adam
from tests.examples import close
from tests.reference import Adam


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-5), (np.float32, 1e-4)])
def test_many_steps_agree_with_the_paper(dtype: type, tolerance: float) -> None:
    random = np.random.default_rng(1)
    theta: Any = {"w": random.normal(size=(2, 3)).astype(dtype), "b": [random.normal(size=(1, 3)).astype(dtype)]}
    params, first, second = theta, *(tf.nest.map_structure(np.zeros_like, theta) for _ in range(2))
    expected: tuple[np.ndarray, ...] = theta["w"].astype(np.float64), theta["b"][0].astype(np.float64)
    papers = [Adam(a.shape, 0.03) for a in expected]
    for step in range(1, 40):
        slopes = [random.normal(size=a.shape) * 10.0 ** (step % 3 - 1) for a in expected]
        gradient = {"w": slopes[0].astype(dtype), "b": [slopes[1].astype(dtype)]}
        params, first, second = adam(params, first, second, gradient, step, 0.03)
        expected = tuple(paper.step(a, g) for paper, a, g in zip(papers, expected, slopes, strict=True))
        close(params, {"w": expected[0], "b": [expected[1]]}, tolerance)
    assert all(a.dtype == dtype for a in tf.nest.flatten((params, first, second)))


def test_the_first_step_is_the_rate_whatever_the_size_of_the_gradient() -> None:
    for size in (1e-3, 1.0, 1e3):
        zero = [np.zeros(1)]
        params, _, _ = adam([np.ones(1)], zero, zero, [np.array([size])], 1, 0.01)
        np.testing.assert_allclose(params[0], 0.99, atol=1e-5)


def test_no_gradient_moves_nothing() -> None:
    zero = [np.zeros(3, np.float32)]
    params, first, second = adam([np.ones(3, np.float32)], zero, zero, zero, 1, 0.1)
    close((params, first, second), ([np.ones(3)], [np.zeros(3)], [np.zeros(3)]), 0.0)


def test_double_precision_is_kept() -> None:
    zero, slope = [np.zeros(1)], [np.array([0.5])]
    params, _, _ = adam([np.ones(1)], zero, zero, slope, 1, 0.03)
    expected = Adam((1,), 0.03).step(np.ones(1), slope[0])
    close(params, [expected], 1e-12)

"""The conditional neural process against a NumPy forward pass, one task and one point at a time."""

from __future__ import annotations

from math import log, pi
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.nn.losses import LEAST_SPREAD
from metacore.types import Batch, Episode, Problem
from tests import reference
from tests.examples import TASKS, double, random_batch, random_layers

VALUES, TWO, FOUR = Problem("regression", 2, 2), Problem("classification", 2, 1), Problem("classification", 2, 4)
CNP = registry.algorithms()["cnp"]


def params(problem: Problem) -> dict[str, Any]:
    answers = 4 if problem is VALUES else problem.outputs
    return {
        "encoder": random_layers(7, (2 + problem.outputs, 5, 3)),
        "decoder": random_layers(8, (2 + 3, 5, answers)),
    }


def expected(problem: Problem, x: np.ndarray, y: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Raw outputs of one task; labels of two classes are read as -1 and 1."""
    p, codes = params(problem), []
    for place, answer in zip(x, y, strict=True):
        read = np.where(answer > 0.5, 1.0, -1.0) if problem is TWO else answer
        codes.append(reference.outputs(p["encoder"], np.concatenate([place, read])[None])[0])
    code = np.mean(codes, axis=0) if codes else np.zeros(3)
    return np.stack([reference.outputs(p["decoder"], np.concatenate([at, code])[None])[0] for at in query])


def answered(problem: Problem, support: Batch, x: Any, stage: int = -1) -> np.ndarray:
    return CNP.predict(problem, CNP.adapt(problem, double(params(problem)), support, {})[stage], x).numpy()


@pytest.mark.parametrize("problem", [VALUES, TWO, FOUR], ids=["values", "two", "four"])
@pytest.mark.parametrize("points", [1, 6])
def test_it_is_the_decoder_of_the_mean_code(problem: Problem, points: int) -> None:
    support, query = random_batch(1, problem, points=points), random_batch(2, problem)
    after, before = (answered(problem, support, query.x, stage) for stage in (-1, 0))
    for task in range(TASKS):
        x, y, at = (a[task].numpy() for a in (*support, query.x))
        np.testing.assert_allclose(after[task], expected(problem, x, y, at), atol=1e-10)
        np.testing.assert_allclose(before[task], expected(problem, x[:0], y[:0], at), atol=1e-10)


def test_the_objective_is_the_negative_log_density_of_the_queries() -> None:
    support, query = random_batch(1, VALUES), random_batch(2, VALUES)
    raw = answered(VALUES, support, query.x)
    mean, deviation = raw[..., :2], np.log1p(np.exp(raw[..., 2:])) + LEAST_SPREAD
    each = 0.5 * ((query.y - mean) / deviation) ** 2 + np.log(deviation) + 0.5 * log(2 * pi)
    episode = Episode(support, query, None)
    loss, _ = CNP.meta_gradient(VALUES, double(params(VALUES)), episode, {})
    assert np.isclose(loss, np.mean((query.y - mean) ** 2), rtol=1e-10)
    found = CNP.objective(VALUES, double(params(VALUES)), episode, {})  # type: ignore[attr-defined]
    assert np.isclose(found, np.mean(each), rtol=1e-10)


@pytest.mark.parametrize("problem", [VALUES, TWO, FOUR], ids=["values", "two", "four"])
def test_its_own_start_has_the_shapes_of_the_hidden_layers(problem: Problem) -> None:
    start = CNP.init(problem, (5, 3), 1)
    inputs = 2 + problem.outputs, 2 + 3
    outputs = 3, 4 if problem is VALUES else problem.outputs
    for name, first, last in zip(("encoder", "decoder"), inputs, outputs, strict=True):
        assert [w.shape for w, _ in start[name]] == [(first, 5), (5, 3), (3, last)]

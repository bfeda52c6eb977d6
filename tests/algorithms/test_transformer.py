"""The transformer against a NumPy forward pass over one task with one mask, and what that mask must keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Batch, Problem
from tests.examples import TASKS, double, random_batch

VALUES, TWO, FOUR = Problem("regression", 2, 2), Problem("classification", 2, 1), Problem("classification", 2, 4)
TRANSFORMER = registry.algorithms()["transformer"]
each_problem = pytest.mark.parametrize("problem", [VALUES, TWO, FOUR], ids=["values", "two", "four"])


def params(problem: Problem, hidden: tuple[int, ...] = (8, 6, 4)) -> dict[str, Any]:
    random, fresh = np.random.default_rng(4), TRANSFORMER.init(problem, hidden, 3)
    return tf.nest.map_structure(lambda a: a + 0.2 * random.normal(size=a.shape), fresh)


def norm(tokens: np.ndarray) -> np.ndarray:
    return tokens / np.sqrt((tokens**2).mean(axis=1, keepdims=True) + 1e-5)


def expected(problem: Problem, p: dict[str, Any], x: np.ndarray, y: np.ndarray, query: np.ndarray) -> np.ndarray:
    """All tokens of one task at once; who may look at whom stands in a mask, token by token and head by head."""
    seen, asked = len(x), len(query)
    read = np.where(y > 0.5, 1.0, -1.0) if problem is TWO else y
    points = np.zeros((seen + asked, 2 + problem.outputs + 1))
    points[:seen] = np.hstack([x, read, np.ones((seen, 1))])
    points[seen:, :2] = query
    tokens = points @ p["embed"][0] + p["embed"][1]
    mask = np.zeros((seen + asked, seen + asked), bool)
    mask[:, :seen] = True
    mask |= np.eye(seen + asked, dtype=bool)
    for block in p["blocks"]:
        ask, key, value = (norm(tokens) @ w for w in block["ask"])
        width = ask.shape[1]
        heads = {8: 4, 6: 2, 4: 4}[width]
        heard = np.zeros_like(value)
        for head in np.split(np.arange(width), heads):
            for token in range(seen + asked):
                scores = key[:, head] @ ask[token, head] / np.sqrt(width / heads)
                weights = np.where(mask[token], np.exp(scores), 0)
                heard[token, head] = weights @ value[:, head] / weights.sum()
        tokens = tokens + heard @ block["tell"][0] + block["tell"][1]
        (up, high), (down, low) = block["think"]
        tokens = tokens + np.maximum(norm(tokens) @ up + high, 0) @ down + low
    return (norm(tokens) @ p["answer"][0] + p["answer"][1])[seen:]


def answered(problem: Problem, support: Batch, x: Any, stage: int = -1) -> np.ndarray:
    path = TRANSFORMER.adapt(problem, double(params(problem)), support, {})
    return TRANSFORMER.predict(problem, path[stage], x).numpy()


@each_problem
@pytest.mark.parametrize("points", [1, 6])
def test_it_is_the_masked_forward_pass(problem: Problem, points: int) -> None:
    support, query = random_batch(1, problem, points=points), random_batch(2, problem)
    after, before = (answered(problem, support, query.x, stage) for stage in (-1, 0))
    for task in range(TASKS):
        x, y, at = (a[task].numpy() for a in (*support, query.x))
        np.testing.assert_allclose(after[task], expected(problem, params(problem), x, y, at), atol=1e-9)
        np.testing.assert_allclose(before[task], expected(problem, params(problem), x[:0], y[:0], at), atol=1e-9)


@each_problem
def test_a_query_sees_neither_another_query_nor_the_order_of_the_support(problem: Problem) -> None:
    support, x = random_batch(1, problem, points=6), random_batch(2, problem).x.numpy()
    found, other = answered(problem, support, x), x.copy()
    other[:, 1:] += 1
    np.testing.assert_allclose(answered(problem, support, other)[:, 0], found[:, 0], atol=1e-12)
    assert np.abs(answered(problem, support, other) - found)[:, 1:].min() > 1e-6
    turned = Batch(*(tf.gather(a, [4, 2, 5, 0, 1, 3], axis=1) for a in support))
    np.testing.assert_allclose(answered(problem, turned, x), found, atol=1e-12)


def test_the_labels_of_the_support_are_read() -> None:
    support, x = random_batch(1, TWO), random_batch(2, TWO).x
    assert np.abs(answered(TWO, Batch(support.x, 1 - support.y), x) - answered(TWO, support, x)).min() > 1e-6

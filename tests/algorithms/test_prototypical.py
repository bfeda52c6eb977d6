"""Prototypical networks against a loop over tasks, queries and classes."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.types import Batch, Problem
from tests import reference
from tests.examples import TASKS, double, random_batch, random_layers

TWO, FOUR = Problem("classification", 2, 1), Problem("classification", 2, 4)
PROTOTYPICAL = registry.algorithms()["prototypical"]
LAYERS, ABSENT = random_layers(7, (2, 5, 3)), np.random.default_rng(4).normal(size=(1, 3))


def answered(problem: Problem, labels: np.ndarray, stage: int = -1) -> tuple[np.ndarray, Batch, np.ndarray]:
    """Raw outputs for random queries where the support has ``labels`` [tasks, points], the support and the queries."""
    x, query = random_batch(1, problem, points=labels.shape[1]).x, random_batch(2, problem).x
    y = labels[..., None].astype(float) if problem.classes == 2 else np.eye(problem.classes)[labels]
    params = double({"layers": LAYERS, "absent": ABSENT})
    found = PROTOTYPICAL.predict(problem, PROTOTYPICAL.adapt(problem, params, Batch(x, y), {})[stage], query)
    return found.numpy(), Batch(x.numpy(), y), query.numpy()


def distances(problem: Problem, support: np.ndarray, labels: np.ndarray, query: np.ndarray) -> np.ndarray:
    """The squared distance of each query of one task to each class mean, [queries, classes]."""
    seen, asked = (np.maximum(reference.outputs(LAYERS, x), 0) for x in (support, query))
    found = np.zeros((len(query), problem.classes))
    for place, point in enumerate(asked):
        for label in range(problem.classes):
            members = [f for f, own in zip(seen, labels, strict=True) if own == label]
            centre = sum(members) / len(members) if members else ABSENT[0]
            found[place, label] = ((point - centre) ** 2).sum()
    return found


@pytest.mark.parametrize("problem", [TWO, FOUR], ids=["two", "four"])
def test_the_logits_are_squared_distances_to_class_means(problem: Problem) -> None:
    # The last task lacks a class, so that the learned point stands in for it.
    labels = np.array([[0, 1, 1, 0, 1], [1, 1, 0, 1, 1], [1, 1, 1, 1, 1]])
    if problem.classes > 2:
        labels = np.array([[0, 3, 1, 2, 1], [2, 1, 0, 3, 3], [1, 2, 1, 1, 2]])
    found, support, query = answered(problem, labels)
    for task in range(TASKS):
        far = distances(problem, support.x[task], labels[task], query[task])
        if problem.classes == 2:
            np.testing.assert_allclose(found[task][:, 0], far[:, 0] - far[:, 1], atol=1e-9)
        else:  # logits have a meaning up to a number that all classes share
            centred = found[task] - found[task].mean(axis=1, keepdims=True)
            np.testing.assert_allclose(centred, far.mean(axis=1, keepdims=True) - far, atol=1e-9)


def test_before_adaptation_no_class_is_nearer() -> None:
    labels = np.array([[0, 1, 1, 0]] * TASKS)
    assert np.allclose(answered(TWO, labels, 0)[0], 0, atol=1e-9)
    assert np.allclose(np.ptp(answered(FOUR, labels, 0)[0], axis=-1), 0, atol=1e-9)


def test_it_answers_classification_only() -> None:
    assert PROTOTYPICAL.card.serves == ("classification",)

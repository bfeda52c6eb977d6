"""Weights by the likelihood of the support, against a NumPy softmax."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles.weighted import PART, log_likelihoods
from metacore.lazy import tf
from metacore.types import Batch
from tests.examples import KINDS, problem_of

RANDOM = np.random.default_rng(3)
AT_SUPPORT, AT_QUERY = RANDOM.uniform(0.05, 0.95, (4, 3, 5, 1)), RANDOM.uniform(0.05, 0.95, (4, 3, 2, 1))
LABELS = (RANDOM.uniform(size=(3, 5, 1)) < 0.5).astype(float)
SUPPORT = Batch(tf.zeros((3, 5, 2)), tf.constant(LABELS))


def members(x: object) -> object:
    """Members that know which points they are asked about."""
    return tf.constant(AT_SUPPORT if x is SUPPORT.x else AT_QUERY)


def likelihood(kind: str, predicted: np.ndarray, y: np.ndarray) -> float:
    """The product over points of each one's probability (density up to a constant)."""
    if kind == "classification":
        return float(np.prod(predicted**y * (1 - predicted) ** (1 - y)))
    return float(np.prod(np.exp(-((predicted - y) ** 2) / 2)))


@pytest.mark.parametrize("kind", KINDS)
def test_each_task_weighs_the_members_by_the_likelihood_of_its_support(kind: str) -> None:
    found = PART.combine(problem_of(kind), members, SUPPORT)(None).numpy()
    for task in range(3):
        weights = np.array([likelihood(kind, AT_SUPPORT[m, task], LABELS[task]) for m in range(4)])
        expected = np.tensordot(weights / weights.sum(), AT_QUERY[:, task], 1)
        np.testing.assert_allclose(found[task], expected, rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_the_likelihood_is_the_formula(kind: str) -> None:
    found = log_likelihoods(problem_of(kind), tf.constant(AT_SUPPORT), SUPPORT.y).numpy()
    expected = [[np.log(likelihood(kind, AT_SUPPORT[m, t], LABELS[t])) for t in range(3)] for m in range(4)]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_members_that_are_sure_and_wrong_still_give_a_finite_answer() -> None:
    wrong = tf.constant(1 - np.stack([LABELS] * 2))
    found = PART.combine(problem_of("classification"), lambda x: wrong, SUPPORT)(SUPPORT.x)
    assert np.isfinite(found).all()

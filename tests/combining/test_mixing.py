"""Ways to mix against sums and products, and nesting."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.combining.mixing import all_at, combined, geometric, mixture
from metacore.compiling.lazy import tf
from tests.ensembles.known import PROBLEMS, full, known


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_mixture_is_the_weighted_sum(kind: str) -> None:
    case, weights = known(kind), np.random.default_rng(1).uniform(size=(4, 3, 1))
    found = mixture(case.problem, tf.constant(weights), tf.constant(case.at_query)).numpy()
    np.testing.assert_allclose(found, sum(w[..., None] * said for w, said in zip(weights, case.at_query, strict=True)))


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_a_geometric_mixture_is_the_normalised_product_of_powers(kind: str) -> None:
    case, weights = known(kind), np.random.default_rng(1).normal(size=(4, 3, 1))
    found = geometric(case.problem, tf.constant(weights), tf.constant(case.at_query)).numpy()
    powers = np.prod(full(case.at_query) ** weights[..., None], axis=0)
    np.testing.assert_allclose(full(found), powers / powers.sum(axis=-1, keepdims=True))


@pytest.mark.parametrize("kind", PROBLEMS)
def test_what_is_combined_may_be_a_member_again(kind: str) -> None:
    """The average of the average and one more is the mean of both."""
    case, average = known(kind, members=3), registry.combiners()["average"]
    first = case._replace(at_support=case.at_support[:2], at_query=case.at_query[:2]).combined(average)
    inner = tf.stack([first, tf.constant(case.at_query[2])])
    found = combined(average, case.problem, case.support, inner, case.x, inner)
    np.testing.assert_allclose(found, (case.at_query[:2].mean(axis=0) + case.at_query[2]) / 2)


def test_all_models_answer_all_tasks() -> None:
    slopes, x = np.array([2.0, 3.0])[:, None, None], np.random.default_rng(2).normal(size=(4, 5, 1))
    found = all_at(lambda places: slopes * places, tf.constant(2), tf.constant(x))
    np.testing.assert_allclose(found, slopes[:, None] * x)

"""The logarithmic pool against products and roots."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles.log_pool import PART
from tests.ensembles.known import full, known


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_it_is_the_normalised_geometric_mean(kind: str) -> None:
    case = known(kind)
    product = np.prod(full(case.at_query), axis=0) ** (1 / 4)
    expected = product / product.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(full(case.combined(PART)), expected, rtol=1e-9)


def test_values_are_where_the_product_of_equal_gaussians_is_highest() -> None:
    case, line = known("regression"), np.linspace(-3, 3, 6001)
    height = sum(-((line - said[..., None]) ** 2) for said in case.at_query)
    np.testing.assert_allclose(case.combined(PART), line[height.argmax(axis=-1)], atol=1e-3)


def test_no_member_can_rule_a_class_out() -> None:
    case = known("classification")
    case.at_query[:] = 0.999
    case.at_query[0] = 0.0
    assert (case.combined(PART) > 0.5).all()


def test_a_class_that_all_hold_possible_may_win_over_what_each_says() -> None:
    case = known("three classes", members=2)
    case.at_query[:] = np.array([[0.79, 0.2, 0.01], [0.01, 0.2, 0.79]])[:, None, None]
    assert not PART.convex and (case.combined(PART)[..., 1] > 0.5).all()

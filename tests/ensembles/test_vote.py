"""The vote against counting, and the median against NumPy's."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from metacore.ensembles.vote import PART
from tests.ensembles.known import full, known


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_it_is_the_share_of_members_that_name_a_class(kind: str) -> None:
    case = known(kind, members=5)
    found = full(case.combined(PART))
    for task, point in product(range(3), range(3)):
        named = [int(np.argmax(full(said[task, point]))) for said in case.at_query]
        expected = [named.count(number) / 5 for number in range(found.shape[-1])]
        np.testing.assert_allclose(found[task, point], expected)


@pytest.mark.parametrize("members", [1, 2, 5, 6])
def test_values_are_the_median(members: int) -> None:
    case = known("regression", members)
    np.testing.assert_allclose(case.combined(PART), np.median(case.at_query, axis=0))


def test_how_sure_a_member_is_and_how_far_off_counts_for_nothing() -> None:
    for kind, far in (("classification", 1.0), ("regression", 1e6)):
        case = known(kind, members=5)
        calm = case.combined(PART)
        case.at_query[case.at_query == case.at_query.max(axis=0)] = far
        np.testing.assert_array_equal(case.combined(PART) > 0.5, calm > 0.5)
        if kind == "regression":
            np.testing.assert_array_equal(case.combined(PART), calm)

"""Uniform averaging against a loop."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles.average import PART
from tests.ensembles.known import PROBLEMS, known


@pytest.mark.parametrize("kind", PROBLEMS)
def test_it_is_the_mean_of_the_members(kind: str) -> None:
    case = known(kind)
    np.testing.assert_allclose(case.combined(PART), sum(case.at_query) / 4)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_it_never_looks_at_the_support(kind: str) -> None:
    case, other = known(kind), known(kind, seed=2)
    expected = case.combined(PART)
    found = case._replace(support=other.support, at_support=other.at_support).combined(PART)
    np.testing.assert_array_equal(found, expected)

"""Weights by the likelihood of the support, against products of probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles.weighted import PART
from tests.ensembles.known import PROBLEMS, full, known


@pytest.mark.parametrize("kind", PROBLEMS)
def test_each_task_weighs_the_members_by_the_likelihood_of_its_support(kind: str) -> None:
    case = known(kind)
    found = case.combined(PART)
    for task in range(3):
        said, y = case.at_support[:, task], case.y[task]
        if kind == "regression":
            weights = np.exp(-((said - y) ** 2) / 2).prod(axis=(1, 2))
        else:
            weights = (full(said) * full(y)).sum(axis=-1).prod(axis=-1)
        expected = np.tensordot(weights / weights.sum(), case.at_query[:, task], 1)
        np.testing.assert_allclose(found[task], expected, rtol=1e-9)


def test_members_that_are_sure_and_wrong_still_give_a_finite_answer() -> None:
    case = known("classification")
    case.at_support[:] = 1 - case.y
    assert np.isfinite(case.combined(PART)).all()

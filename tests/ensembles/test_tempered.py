"""Powers of the likelihood, and what they become at the ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore.ensembles import average, best, tempered, weighted
from tests.ensembles.known import PROBLEMS, known, log_likelihood


@pytest.mark.parametrize("kind", PROBLEMS)
def test_weights_are_a_power_of_the_likelihood(kind: str) -> None:
    case = known(kind)
    found = case.combined(tempered.PART)
    for task in range(3):
        likelihoods = np.exp([log_likelihood(case, case.at_support[m, task], task) for m in range(4)])
        weights = likelihoods ** (1 / tempered.TEMPERATURE)
        np.testing.assert_allclose(found[task], np.tensordot(weights / weights.sum(), case.at_query[:, task], 1))


@pytest.mark.parametrize("kind", PROBLEMS)
@pytest.mark.parametrize(("temperature", "other"), [(1.0, weighted), (1e-4, best), (1e9, average)])
def test_it_runs_from_the_best_to_the_average(
    kind: str, temperature: float, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = known(kind)
    monkeypatch.setattr(tempered, "TEMPERATURE", temperature)
    np.testing.assert_allclose(case.combined(tempered.PART), case.combined(other.PART), atol=1e-7)

"""The best member against a loop."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles.best import PART
from tests.ensembles.known import PROBLEMS, known, log_likelihood


@pytest.mark.parametrize("kind", PROBLEMS)
def test_each_task_is_answered_by_the_member_that_explains_its_support_best(kind: str) -> None:
    case = known(kind)
    found, chosen = case.combined(PART), set()
    for task in range(3):
        best = max(range(4), key=lambda m: log_likelihood(case, case.at_support[m, task], task))
        np.testing.assert_allclose(found[task], case.at_query[best, task])
        chosen.add(best)
    assert len(chosen) > 1, "tasks differ, or the test shows little"


@pytest.mark.parametrize("kind", PROBLEMS)
def test_members_that_do_equally_well_are_averaged(kind: str) -> None:
    case = known(kind, members=2)
    tied = case._replace(at_support=np.repeat(case.at_support[:1], 2, axis=0))
    np.testing.assert_allclose(tied.combined(PART), case.at_query.mean(axis=0))

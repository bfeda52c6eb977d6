"""Greedy selection against a loop that tries every member in every round."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.ensembles import best, greedy
from metacore.ensembles.greedy import PART, ROUNDS
from tests.ensembles.known import PROBLEMS, known, log_likelihood


@pytest.mark.parametrize("kind", PROBLEMS)
def test_each_round_takes_the_member_that_helps_most(kind: str) -> None:
    case = known(kind, members=6)
    found, sizes = case.combined(PART), set()
    for task in range(3):
        team: list[int] = []
        for _ in range(ROUNDS):
            tried = [case.at_support[[*team, m], task].mean(axis=0) for m in range(6)]
            team.append(int(np.argmax([log_likelihood(case, answer, task) for answer in tried])))
        np.testing.assert_allclose(found[task], case.at_query[team, task].mean(axis=0), rtol=1e-9)
        sizes.add(len(set(team)))
    assert max(sizes) > 1, "a team of one shows little"


@pytest.mark.parametrize("kind", PROBLEMS)
def test_one_round_finds_the_best_member(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = known(kind)
    monkeypatch.setattr(greedy, "ROUNDS", 1)
    np.testing.assert_allclose(case.combined(PART), case.combined(best.PART))


@pytest.mark.parametrize("kind", PROBLEMS)
def test_members_that_help_equally_join_in_equal_parts(kind: str) -> None:
    case = known(kind, members=2)
    tied = case._replace(at_support=np.repeat(case.at_support[:1], 2, axis=0))
    np.testing.assert_allclose(tied.combined(PART), case.at_query.mean(axis=0))

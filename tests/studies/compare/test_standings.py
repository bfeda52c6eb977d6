"""The leaderboard: who leads, who is tied, and by how much others are behind."""

from __future__ import annotations

import numpy as np

from metacore.studies.compare.standings import standings

TASKS = np.random.default_rng(1).uniform(0, 1, 600)  # how hard each task is for everyone


def test_the_best_leads_and_differences_are_taken_task_by_task() -> None:
    noise = np.random.default_rng(2).normal(size=600)
    scores = {"worse": TASKS[None] + 0.02 + 0.01 * noise, "best": TASKS[None]}
    first, second = standings(scores)
    assert (first.method, first.behind, first.tied) == ("best", None, True)
    assert second.method == "worse" and not second.tied and second.behind
    difference = 0.02 + 0.01 * noise
    assert np.isclose(second.behind.mean, difference.mean())
    assert np.isclose(second.behind.ci95, 1.96 * difference.std(ddof=1) / np.sqrt(600))
    assert second.behind.mean < second.score.ci95, "pairs show what two separate intervals would not"


def test_no_difference_is_shown_where_the_interval_covers_zero() -> None:
    noise = np.random.default_rng(3).normal(size=600)
    _, second = standings({"a": TASKS[None], "b": TASKS[None] + 0.001 + 0.5 * noise - 0.5 * noise.mean()})
    assert second.tied and second.behind and second.behind.mean > 0


def test_repeats_are_averaged_for_each_task_and_their_spread_is_told() -> None:
    repeats = np.stack([TASKS, TASKS + 0.2])
    (line,) = standings({"a": repeats})
    assert np.isclose(line.score.mean, TASKS.mean() + 0.1) and line.score.tasks == 600
    assert np.allclose(line.spread, (TASKS.mean(), TASKS.mean() + 0.2))

"""Readings say what was measured, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.evaluation.measuring import Scores
from metacore.interval import Interval
from metacore.run import Run
from metacore.studies.playground.readings import needed, readings
from metacore.training.engine import init


def seen(training: list[float], new: list[float], before: float = 0.5, **changes: float) -> Scores:
    after = np.array(new)
    filled: dict = {
        "step": 500,
        "stages": 2,
        "before": Interval(before, 0.01, len(new)),
        "after": Interval.over(after),
        "training_before": np.full(len(training), before),
        "training_after": np.array(training),
        "new_before": np.full(len(new), before),
        "new_after": after,
        "rising": 0.0,
        "one_sided": 0.0,
    }
    return Scores(**filled | changes)


def keys(query: str, snapshot: Scores, yardsticks: dict[str, Interval] | None = None, **state: object) -> list[str]:
    run = Run.parse(query)
    return [reading.key for reading in readings(run, init(run)._replace(**state), snapshot, yardsticks or {})]


def spread(low: float, high: float) -> list[float]:
    return np.linspace(low, high, 600).tolist()


@pytest.mark.parametrize(
    ("training", "told"),
    [([0.01, 0.02, 0.03], True), ([0.05, 0.2, 0.35], False), ([0.02] * 30, True), (spread(0.0, 0.4)[::20], False)],
)
def test_memorising_is_told_where_chance_does_not_explain_it(training: list[float], told: bool) -> None:
    assert ("few_tasks" in keys("tasks=3", seen(training, spread(0.0, 0.4)))) is told


def test_an_endless_stream_is_never_too_few_tasks() -> None:
    assert "few_tasks" not in keys("tasks=0", seen([0.01] * 12, spread(0.1, 0.4)))


def test_too_large_an_alpha_is_told_by_rising_losses() -> None:
    assert "alpha_too_large" in keys("tasks=0", seen([0.1], spread(0, 0.3), rising=0.7))
    assert "alpha_too_large" not in keys("tasks=0", seen([0.1], spread(0, 0.3), rising=0.1))
    assert "alpha_too_large" not in keys("tasks=0&algorithm=transformer", seen([0.1], spread(0, 0.3), rising=0.7))


def test_collapse_is_told_of_ensembles_only() -> None:
    one_sided = seen([0.3], spread(0.2, 0.4), one_sided=0.9)
    assert "collapsed" in keys("tasks=50&ensemble=average", one_sided)
    assert "collapsed" not in keys("tasks=50", one_sided)


def test_divergence_silences_everything_else() -> None:
    assert keys("tasks=0", seen([0.1], spread(0, 0.3), rising=1.0), diverged=True) == ["diverged"]


def test_yardsticks_are_compared_beyond_both_intervals() -> None:
    good = seen([0.1], [0.1] * 600)
    assert "beats_scratch" in keys("tasks=0", good, {"scratch": Interval(0.2, 0.01, 600)})
    assert "like_scratch" in keys("tasks=0", good, {"scratch": Interval(0.105, 0.01, 600)})
    assert "behind_scratch" in keys("tasks=0", good, {"scratch": Interval(0.05, 0.01, 600)})
    assert "near_floor" in keys("tasks=0", good, {"floor": Interval(0.09, 0.01, 600)})
    assert "near_floor" not in keys("tasks=0", good, {"floor": Interval(0.05, 0.01, 600)})


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        ([0.1, 0.12, 0.09, 0.11], "helps"),
        ([-0.1, -0.12, -0.09, -0.11], "no_help"),
        ([0.1, -0.12, 0.2, -0.1], "untold"),
        ([0.001, -0.001, 0.001, 0.0], "even"),
    ],
)
def test_whether_it_helps_on_recorded_data_is_told_task_by_task(ahead: list[float], told: str) -> None:
    new = np.array([0.1, 0.5, 0.2, 0.9])  # tasks differ by more than what is gained
    errors = {"pooled": new + ahead, "scratch": new + 0.5, "mean": new - 1}
    run = Run.parse("family=table&dataset=gapminder")
    known = {name: Interval.over(values) for name, values in errors.items()}
    found = readings(run, init(run), seen([0.1], new.tolist()), known, errors)
    (reading,) = [reading for reading in found if reading.key in ("helps", "no_help", "untold", "even")]
    assert reading.key == told and reading.rival == "pooled" and reading.warns == (told == "no_help")
    assert not [reading for reading in found if "scratch" in reading.key]


def test_so_many_new_tasks_as_are_asked_for_show_the_difference() -> None:
    random = np.random.default_rng(0)
    rival = Interval(0.5, 0.1, 8)
    few = np.array([-0.2, -0.1, 0.0, 0.1, 0.1, 0.2, 0.3, 0.4])  # 0.1 ahead on the mean
    asked = needed(Interval.over(few), rival)
    many = random.normal(few.mean(), few.std(ddof=1), (400, asked))
    assert np.mean([each.mean > each.ci95 for each in map(Interval.over, many)]) == pytest.approx(0.8, abs=0.06)
    assert 8 < asked < needed(Interval.over(few - 0.04), rival), "the smaller, the more"


@pytest.mark.parametrize(("new", "told"), [([0.1, 0.2, 0.3, 0.6], (3, 4)), ([0.1] * 450 + [0.6] * 150, (8, 10))])
def test_few_new_tasks_are_counted_and_of_many_the_share_of_ten(new: list[float], told: tuple[int, int]) -> None:
    run = Run.parse("tasks=0")
    (reading,) = [each for each in readings(run, init(run), seen([0.1], new), {}) if each.key == "adapting"]
    assert (reading.values["tasks"], reading.values["of"]) == told

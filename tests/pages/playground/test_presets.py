"""The example that all begins with: meta-learning wins in it, and soon."""

from __future__ import annotations

from metacore.evaluation.measuring import score
from metacore.evaluation.yardsticks import yardsticks
from metacore.run import Run
from metacore.studies.playground.work import UPDATE, latest
from metacore.training.engine import Budget, advance, init
from pages.parts.playground.presets import FIRST, PRESETS

SECONDS = 10  # at the natural pace, in which it is to be seen


def test_the_first_example_wins_beyond_the_intervals_before_one_has_looked_away() -> None:
    run, step = Run.parse(PRESETS[FIRST]), 0
    for _ in range(int(SECONDS / UPDATE)):
        step = latest(step)
    after, rivals = score(run, advance(run, init(run), Budget(step)).state).after, yardsticks(run)
    assert {"scratch", "majority", "unadapted"} <= set(rivals)
    for name, rival in rivals.items():
        assert name == "floor" or after.mean + after.ci95 < rival.mean - rival.ci95, name

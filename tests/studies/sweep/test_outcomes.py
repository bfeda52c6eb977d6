"""What has come of the cells: the best is chosen without the new tasks that judge it."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.studies.sweep.outcomes import Outcome, Trained, best, tied

TASKS = np.linspace(-0.1, 0.1, 50)


def cell(column: int, validation: float, new: float | None, *, diverged: bool = False, repeats: int = 1) -> Outcome:
    path = np.array([0.5, validation])
    found = None if new is None else {"metric": new + TASKS, "loss": 2 * (new + TASKS)}
    one = Trained(10, diverged, np.array([0, 10]), {"metric": path, "loss": 2 * path}, found)  # type: ignore[arg-type]
    return Outcome(column, 0, (one,) * repeats)


def test_the_best_is_chosen_on_the_validation_tasks() -> None:
    lucky, good, open_, wild = (
        cell(0, 0.3, 0.1),
        cell(1, 0.2, 0.15),
        cell(2, 0.1, None),
        cell(3, 0.0, 0.0, diverged=True),
    )
    assert best([lucky, good, open_, wild], "metric") is good
    assert best([open_, wild], "metric") is None


def test_a_cell_is_tied_where_the_difference_is_not_shown_task_by_task() -> None:
    chosen, same, worse = cell(0, 0.1, 0.2), cell(1, 0.1, 0.2), cell(2, 0.1, 0.21)
    assert tied(chosen, [chosen, same, worse, cell(3, 0.1, None)], "metric") == [same]


def test_values_are_of_new_tasks_once_judged() -> None:
    assert cell(0, 0.3, 0.1).value("metric") == pytest.approx(0.1)
    assert cell(0, 0.3, 0.1).value("loss") == pytest.approx(0.2)
    assert cell(0, 0.3, None).value("metric") == pytest.approx(0.3)
    assert np.isnan(cell(0, 0.3, 0.1, diverged=True).value("metric"))


def test_a_mean_over_repeats_has_its_interval_over_tasks() -> None:
    low, high = cell(0, 0.1, 0.1), cell(0, 0.3, 0.3)
    both = Outcome(0, 0, (*low.repeats, *high.repeats))
    assert both.interval("metric").mean == pytest.approx(0.2) and both.interval("metric").tasks == 50
    assert both.interval("metric").ci95 == pytest.approx(low.interval("metric").ci95)
    assert both.ends("metric").tolist() == pytest.approx([0.1, 0.3]) and both.validation("metric") == pytest.approx(0.2)

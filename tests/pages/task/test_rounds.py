"""A round is about a task that was not played yet, and starts from a line that is within reach and not against it."""

from __future__ import annotations

from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.task.question import Sketch, along
from pages.parts.task.rounds import Round, level, other_task


def test_a_task_is_played_once_until_all_were() -> None:
    sketch = Sketch.parse("family=linear&task=1")
    assert other_task(sketch, [Round(task, {}) for task in range(2, NEW_TASKS)]) == NEW_TASKS
    assert other_task(sketch, [Round(task, {}) for task in range(2, NEW_TASKS + 1)]) == 1


def test_a_line_has_most_points_on_their_own_side_and_its_handles_inside() -> None:
    for points in ("1_1_1~-1_-1_0~0_2_1", "1_1_0~-1_-1_1~0_2_0"):
        sketch = Sketch.parse(f"family=linear&points={points}")
        line, (low, high) = level(sketch), sketch.run().task_family.domain
        x, y = sketch.support()
        assert (along(sketch.problem, line, x[0]) == y[0]).all()
        assert all(low < x < high and y == 0 for x, y in line) and line[0] != line[1]
    assert level(Sketch.parse("family=sinusoid"))[0][0] < level(Sketch.parse("family=sinusoid"))[1][0]

"""What the parts of the Sweep session write alike: cells, axes and values in words."""

from __future__ import annotations

from metacore.dials import named
from metacore.figures.style import headline, shown
from metacore.nn.losses import metric
from metacore.registry import algorithms
from metacore.studies.sweep.axes import NO_AXIS
from metacore.studies.sweep.outcomes import Outcome
from metacore.studies.sweep.question import Sweep
from pages.parts.sweep import texts
from pages.parts.sweep.session import SweepSession

MARKS = ("floor", "scratch")
Found = dict[tuple[int, int], Outcome]


def unit(session: SweepSession) -> str:
    """How values are written: percent for errors, plain numbers for all else."""
    return metric(session.question.base.problem) if session.measure == "metric" else "loss"


def said(sweep: Sweep, axis: str) -> list[str]:
    """The values of axis "x" or "y" in words."""
    name = sweep.x if axis == "x" else sweep.y
    if name == "algorithm":
        return [algorithms()[value].card.label for value in (sweep.xs if axis == "x" else sweep.ys)]
    return sweep.said(axis)


def label(sweep: Sweep, axis: str) -> str:
    """What an axis is called."""
    return named(sweep.base.dials, sweep.x if axis == "x" else sweep.y).label


def name(sweep: Sweep, column: int, row: int) -> str:
    """A cell in words: alpha 0.1, beta 0.01."""
    places = {"x": column, "y": row} if sweep.y != NO_AXIS else {"x": column}
    words = (
        texts.SETTING.format(label=label(sweep, axis).split(":")[0], value=said(sweep, axis)[place])
        for axis, place in places.items()
    )
    return ", ".join(words)


def written(session: SweepSession, one: Outcome) -> str:
    """The value of a cell, with its interval once it is measured on the new tasks."""
    if one.judged:
        return headline(one.interval(session.measure), unit(session))
    return shown(one.validation(session.measure), unit(session))


def yardsticks(session: SweepSession, column: int, row: int) -> dict:
    """The yardsticks of a cell's tasks in the unit of what is shown."""
    measured = session.measured(session.question.run(column, row))
    return (measured.metric if session.measure == "metric" else measured.loss) if measured else {}

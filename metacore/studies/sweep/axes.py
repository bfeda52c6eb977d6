"""The axes of a sweep: which dials of a run can be one, and the values that go along it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from metacore.dials import Dial, DialError, named
from metacore.figures.lines import MOST_LINES
from metacore.registry import serving
from metacore.run import Run

MOST = 16  # values along one axis
NO_AXIS = "none"
# Dials along which results could not be compared, or that have no effect on training.
_NEVER = ("family", "seed", "weights", "ensemble", "objective", "learner")


def axis_dials(base: Run) -> tuple[Dial, Dial]:
    """The dials that choose the axes: any dial of ``base`` that its results depend on."""
    able = axes_of(base)
    usual_x, usual_y, *_ = dict.fromkeys(name for name in ("alpha", "beta", "shots", *able) if name in able)
    return (
        Dial("x", "Across", "The dial that changes from left to right.", usual_x, "choice", choices=able),
        Dial("y", "Up", "The dial that changes from bottom to top.", usual_y, "choice", choices=(NO_AXIS, *able)),
    )


def axes_of(base: Run) -> tuple[str, ...]:
    """The dials of ``base`` that may be an axis."""
    never = {*_NEVER, *base.method.card.ignores, *(dial.name for dial in base.base_learner.dials)}
    return tuple(dial.name for dial in base.dials if dial.name not in never)


def usual(base: Run, name: str, axis: str, count: int = 8) -> tuple[Any, ...]:
    """The values that an axis, the xs or the ys, has where none are named."""
    if axis == NO_AXIS:
        return (0,)
    dial = _axis_dial(base, axis)
    if dial.kind == "choice":
        return dial.choices[: most_along(name, dial)]
    if dial.kind == "widths":
        return ((4,), (10,), (20,), (40,))
    low, high = reach(dial)
    return spread(dial, low, high, count)


def reach(dial: Dial) -> tuple[float, float]:
    """From where to where an axis goes unless told otherwise; 0 is left out where it means something else."""
    stops = [stop for stop in dial.stops or (dial.low, dial.high) if stop > 0 or not _wide(dial)]
    return min(stops), max(stops)


def most_along(name: str, dial: Dial) -> int:
    """How many values there may be in ``name``, xs or ys: each choice of ys is a line, and few lines are told apart."""
    return MOST_LINES if name == "ys" and dial.kind == "choice" else MOST


def _wide(dial: Dial) -> bool:
    """Whether equal ratios suit the dial better than equal steps."""
    positive = [stop for stop in dial.stops if stop > 0] or [1.0]
    return max(positive) / min(positive) >= 20


def spread(dial: Dial, low: float, high: float, count: int) -> tuple[Any, ...]:
    """About ``count`` values from ``low`` to ``high``: in equal ratios where the dial's range is wide, else in steps.

    >>> spread(Dial("alpha", "", "", 1.0, "number", 0.0, 10.0, stops=(0.01, 10.0)), 0.01, 10.0, 4)
    (0.01, 0.1, 1.0, 10.0)
    """
    values = np.geomspace(low, high, count) if low > 0 and _wide(dial) else np.linspace(low, high, count)
    if dial.kind == "integer":
        return tuple(dict.fromkeys(round(float(value)) for value in values))
    return tuple(dict.fromkeys(float(f"{value:.2g}") for value in values))


def _axis_dial(base: Run, axis: str) -> Dial:
    """The dial along an axis, with only those choices that can serve the tasks."""
    dial = named(base.dials, axis)
    return replace(dial, choices=tuple(serving(base.problem))) if axis == "algorithm" else dial


def check_values(base: Run, name: str, axis: str, values: tuple[Any, ...]) -> None:
    """Raises DialError where ``values`` cannot be those of an axis."""
    if axis == NO_AXIS:
        return
    dial = _axis_dial(base, axis)
    for value in values:
        dial.check(value)
    most = most_along(name, dial)
    if not 2 <= len(values) <= most or len(set(values)) < len(values):
        raise DialError(name, ",".join(map(dial.format, values)) or "none", f"2 to {most} different values")


def fits(base: Run, name: str, axis: str, values: tuple[Any, ...]) -> bool:
    """Whether ``values`` can be those of an axis, the xs or the ys."""
    try:
        check_values(base, name, axis, values)
    except DialError:
        return False
    return True


def read_values(base: Run, name: str, axis: str, texts: list[str]) -> tuple[tuple[Any, ...] | None, list[DialError]]:
    """The values that texts spell for an axis; none where nothing is spelled, or not rightly."""
    try:
        if len(texts) > 1:
            raise DialError(name, " and ".join(texts), "it once")
        if not texts or axis == NO_AXIS:
            return None, []
        values = tuple(_axis_dial(base, axis).parse(text) for text in texts[0].split(","))
        check_values(base, name, axis, values)
    except DialError as fault:
        return None, [fault]
    return values, []

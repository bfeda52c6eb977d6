"""What errors are told in: percent, squared errors, or, where a table has units, how far answers typically are off."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10
from typing import NamedTuple

import numpy as np

from metacore.figures.shading import Frame
from metacore.figures.style import Figure, headline, shown
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.run import Run
from metacore.tables.encoding import dated
from metacore.tables.table import DAYS, Table


class Unit(NamedTuple):
    """How the errors of a run are told.

    ``kind``: "error" or "mse", as they are measured. ``size``: what a squared error of 1 is in units of ``target``, the
    column of a table that is asked for; 0 where there is none, and then they are told as they are measured.

    >>> Unit("mse", 10.0, "score").shown(0.0961), Unit("mse", 10.0, "score").headline(Interval(0.0961, 0.0062, 30))
    ('3.10', '3.10 ± 0.10')
    """

    kind: str
    size: float = 0.0
    target: str = ""

    @classmethod
    def of(cls, run: Run) -> Unit:
        """What the errors of ``run`` are told in."""
        kind, table = metric(run.problem), getattr(run.task_family, "table", None)
        if kind == "error" or table is None:
            return cls(kind)
        size = float(run.task_family.held.scales[1].unit[0])  # type: ignore[union-attr]
        return cls(kind, size, _named(table, table.target, "days"))

    @property
    def name(self) -> str:
        """ "error", "mse", or "own" for the units of a table."""
        return "own" if self.size else self.kind

    def each(self, errors: np.ndarray) -> np.ndarray:
        """Errors as they are drawn."""
        return self.size * np.sqrt(errors) if self.size else errors

    def places(self, error: float) -> int:
        """How many decimals show an error of this size to three digits."""
        return _places(self.size * error**0.5, 3) if self.size and error else 3

    def shown(self, error: float) -> str:
        """An error as it is read."""
        return _amount(self.size * error**0.5) if self.size else shown(error, self.kind)

    def headline(self, errors: Interval) -> str:
        """A mean error with its interval; the root's is that of what stands under it, by its slope there."""
        if not self.size:
            return headline(errors, self.kind)
        root = errors.mean**0.5
        off = self.size * errors.ci95 / (2 * root) if root else 0.0
        if not isfinite(off) or not off:
            return _amount(self.size * root)
        places = _places(max(off, self.size * root / 1000), 2)
        return f"{self.size * root:,.{places}f} ± {off:,.{places}f}"


MIXED: Figure = {"title": {"text": "The columns, mixed"}, "showticklabels": False}
TICKS = 5  # about so many on an axis


def frame(run: Run) -> Frame:
    """What pictures of the tasks of ``run`` show; where a table asks for values, the axes say them as it does."""
    family, table = run.task_family, getattr(run.task_family, "table", None)
    if table is None or run.problem.classes:
        return Frame(family.domain, family.span)
    held = family.held  # type: ignore[union-attr]
    x, y = held.scales
    across = MIXED
    if len(table.features) == 1:
        unit, middle = x.unit[0] * held.plane.directions[0, 0], x.undone(held.plane.middle)[0]
        across = _told(table, table.features[0], family.domain, float(middle), float(unit))
    upwards = _told(table, table.target, family.span, float(y.middle[0]), float(y.unit[0]))
    return Frame(family.domain, family.span, across, upwards)


def _told(table: Table, column: str, ends: tuple[float, float], middle: float, unit: float) -> Figure:
    """The axis of a column: its unit beside its name, dates as dates."""
    made = axis(ends, middle, unit, _named(table, column))
    if table.units.get(column) == DAYS:
        made["ticktext"] = [dated(middle + unit * place)[:10] for place in made["tickvals"]]
    return made


def _named(table: Table, column: str, days: str = "") -> str:
    """A column with its unit; differences of dates are ``days``."""
    unit = table.units.get(column, "")
    unit = days if unit == DAYS else unit
    return f"{column} ({unit})" if unit else column


def axis(ends: tuple[float, float], middle: float, unit: float, name: str) -> Figure:
    """An axis on which a place is told as ``middle`` + ``unit`` * place, at round numbers.

    >>> axis((-1.0, 1.0), 100.0, 20.0, "price")["ticktext"]
    ['80', '90', '100', '110', '120']
    """
    low, high = sorted(middle + unit * end for end in ends)
    rough = (high - low) / TICKS
    size = 10.0 ** floor(log10(rough))
    step = next(size * many for many in (1, 2, 2.5, 5, 10) if size * many >= rough)
    told = [step * number for number in range(ceil(low / step), floor(high / step) + 1)]
    places = _places(step, 2 if step / size == 2.5 else 1)
    texts = [f"{value:,.{places}f}" for value in told]
    return {"title": {"text": name}, "tickvals": [(value - middle) / unit for value in told], "ticktext": texts}


def _amount(value: float) -> str:
    """Three digits, and no more zeros than it takes.

    >>> [_amount(value) for value in (0.0, 0.01234, 3.14159, 12345.6, float("inf"))]
    ['0', '0.0123', '3.14', '12,346', 'inf']
    """
    return f"{value:,.{_places(value, 3)}f}" if value and isfinite(value) else f"{value:.0f}"


def _places(value: float, digits: int) -> int:
    """How many decimals show so many digits of a value."""
    return max(0, digits - 1 - floor(log10(value)))

"""A table of many tasks as numbers: what a spreadsheet is once it has been read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from metacore.types import Kind, Problem

if TYPE_CHECKING:
    from metacore.tables.schema import Schema

DAYS = "days since 1970"  # the unit of dates as numbers


@dataclass(frozen=True, eq=False)
class Table:
    """Rows that each belong to one of many tasks; two tables of the same content are equal.

    ``x [rows, features]`` as it was read, in double precision: categories are one column each, nothing is scaled, what
    is missing is NaN. ``y [rows, outputs]`` as in a ``Batch``: 0 or 1 for two classes, one-hot for more, a value for
    regression. ``task [rows]`` is the place of a row's task in ``tasks``, which holds their names. ``row [rows]`` is
    where each row stands in the file that it is from, as a spreadsheet counts; ``schema``: how that file was read.
    ``units`` are those of features and target that have one, ``DAYS`` for dates.

    >>> rows = np.arange(4.0, dtype=np.float32)[:, None]
    >>> Table("ages", "regression", rows, rows, np.array([0, 0, 1, 1]), ("Ann", "Bo"), ("year",), "age").problem
    Problem(kind='regression', features=1, outputs=1)
    """

    name: str
    kind: Kind
    x: np.ndarray
    y: np.ndarray
    task: np.ndarray
    tasks: tuple[str, ...]
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...] = ()
    row: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    schema: Schema | None = None
    units: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not len(self.row):  # made without a file
            object.__setattr__(self, "row", np.arange(1, len(self.x) + 1))

    @property
    def problem(self) -> Problem:
        """What its tasks ask for."""
        return Problem(self.kind, self.x.shape[1], self.y.shape[1])

    @cached_property
    def digest(self) -> str:
        """The same for the same content, whatever it was read from."""
        plain = (self.name, self.kind, self.tasks, self.features, self.target, self.classes, self.schema)
        words = repr((*plain, *sorted(self.units.items())))
        arrays = (np.ascontiguousarray(a).tobytes() for a in (self.x, self.y, self.task, self.row))
        return hashlib.sha256(b"\0".join([words.encode(), *arrays])).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


class Scale(NamedTuple):
    """Columns have been moved by ``middle`` and divided by ``unit``, [columns]."""

    middle: np.ndarray
    unit: np.ndarray

    def applied(self, values: np.ndarray) -> np.ndarray:
        """Columns as they are learned from, 0 where nothing is known; in the precision of ``values``."""
        return np.nan_to_num((values - self.middle) / self.unit, nan=0.0, posinf=0.0, neginf=0.0)

    def undone(self, values: np.ndarray) -> np.ndarray:
        """Columns as they were."""
        return values * self.unit + self.middle


UNSCALED = Scale(np.zeros(1), np.ones(1))

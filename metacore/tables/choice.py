"""What a visitor makes of a sheet: which column names the task, which is asked for, and which tell about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from metacore.dials import Dial, DialError
from metacore.query_string import read, unknown
from metacore.tables.options import cut, joined
from metacore.types import Kind

# fmt: off
ANSWERS = Dial("answers", "Kind of answer", "A class: which of a few groups a row belongs to. A value: a number.",
               "classification", "choice", choices=("classification", "regression"))
BANDS = Dial("bands", "Bands", "Cuts a column of numbers into so many bands with equally many rows, each of which is "
             "a task. 0: every value of the column is a task of its own.", 0, "integer", 0, 100)
LEAST = Dial("least_rows", "Rows a task needs", "Tasks with fewer rows are left out. A task needs some rows to learn "
             "from and others to be asked about.", 8, "integer", 2, 1000)
# fmt: on
DIALS = (ANSWERS, BANDS, LEAST)
COLUMNS = ("task_column", "target", "features")
NAMES = (*COLUMNS, *(dial.name for dial in DIALS))  # of the parts, as they are written


@dataclass(frozen=True)
class Choice:
    """A choice of columns; it is written like a run, as plain texts by name.

    >>> choice = Choice("shop", "price", ("size", "year, built"), "regression")
    >>> choice.texts()["features"]
    'size,"year, built"'
    >>> Choice.parse(choice.texts()) == choice
    True
    """

    task: str
    target: str
    features: tuple[str, ...]
    kind: Kind = "classification"
    bands: int = BANDS.default
    least: int = LEAST.default

    def texts(self) -> dict[str, str]:
        """Every part as it stands in an address."""
        columns = {"task_column": self.task, "target": self.target, "features": joined(self.features)}
        values = (self.kind, self.bands, self.least)
        return columns | {dial.name: dial.format(value) for dial, value in zip(DIALS, values, strict=True)}

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> Choice:
        """The choice that is written so. Raises DialError where a part is missing, unknown or not allowed."""
        given, faults = read(DIALS, texts.items())
        for fault in (*faults, *unknown(texts, NAMES)):
            raise fault
        for name in COLUMNS:
            if not texts.get(name):
                raise DialError(name, "", "the name of a column")
        full = {dial.name: dial.default for dial in DIALS} | given
        features = cut("features", texts["features"])
        return cls(
            texts["task_column"], texts["target"], features,
            cast(Kind, full["answers"]), full["bands"], full["least_rows"],
        )  # fmt: skip

"""How the columns of a file became tasks, features and answers: fitted to one file, and the same for any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from metacore.tables import encoding
from metacore.tables.choice import Choice
from metacore.tables.columns import DataError, quoted
from metacore.tables.options import COMMA, DATE, NUMBER, POINT, TEXT, Reading


@dataclass(frozen=True)
class Feature:
    """How one column becomes the numbers called ``names``.

    ``form``: a number, a date, or a text. ``levels``: the texts that were seen.
    """

    column: str
    names: tuple[str, ...]
    form: str = NUMBER
    levels: tuple[str, ...] = ()

    @classmethod
    def fitted(cls, column: pd.Series, notes: list[str]) -> Feature | None:
        """The feature that a column makes; None, and a note why, where it tells nothing.

        >>> Feature.fitted(pd.Series(["b", "a"], name="side", dtype="str"), [])
        Feature(column='side', names=('side: b',), form='text', levels=('a', 'b'))
        """
        name, names = str(column.name), tuple(encoding.numbers(column, notes))
        if not names:
            return None
        if names != (name,):
            levels = [text.removeprefix(f"{name}: ") for text in names]
            both = sorted(map(encoding.said, column.dropna().unique()))
            return cls(name, names, TEXT, tuple(both if len(names) == 1 else levels))
        return cls(name, names, DATE if encoding.is_date(column) else NUMBER)

    def numbers(self, column: pd.Series) -> np.ndarray:
        """A column as [rows, names], NaN where it is missing or holds what was never seen. Raises DataError."""
        if self.form == TEXT:
            return self._one_hot(column.map(encoding.said, na_action="ignore"))
        if column.isna().all():
            return np.full((len(column), 1), np.nan)
        kind = encoding.kind(column).replace("whole", NUMBER)
        if kind != self.form:
            what = f"it holds {kind}s, like {quoted(column.dropna().iloc[0])}."
            raise DataError(f"Column {quoted(self.column)}", what, f"The model was trained with {self.form}s there.")
        return (encoding.days(column) if kind == DATE else column.to_numpy(np.float64))[:, None]

    def _one_hot(self, texts: pd.Series) -> np.ndarray:
        place = pd.Index(self.levels).get_indexer(texts)
        if encoding.OTHER == self.levels[-1]:
            place = np.where((place < 0) & texts.notna(), len(self.levels) - 1, place)
        made = np.where(place[:, None] < 0, np.nan, place[:, None] == np.arange(len(self.levels)))
        return made[:, -len(self.names) :]

    def example(self, mean: float) -> object:
        """A cell as the column may hold it, with the mean of the column's numbers."""
        if self.form == TEXT:
            return self.levels[0]
        return round(mean, 6) if self.form == NUMBER else encoding.dated(round(mean))

    def strange(self, column: pd.Series) -> int:
        """How many cells hold what can't be read as this feature."""
        return int((column.notna().to_numpy() & np.isnan(self.numbers(column)[:, 0])).sum())


@dataclass(frozen=True)
class Schema:
    """What was chosen and fitted. ``classes``: their names, none for values. ``edges``: of the tasks that are bands."""

    choice: Choice
    features: tuple[Feature, ...]
    classes: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()  # what its columns are read as

    @property
    def reading(self) -> Reading:
        """How another file is read: its columns as those of the first, but with a decimal mark of its own."""
        ways = {name: NUMBER if way in (POINT, COMMA) else way for name, way in self.ways}
        return Reading(columns={name: way for name, way in ways.items() if name in self.columns})

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a file that are looked at."""
        found = (self.choice.task, *(feature.column for feature in self.features), self.choice.target)
        return tuple(dict.fromkeys(found))

    @property
    def names(self) -> tuple[str, ...]:
        """What the numbers are called that the model is told."""
        return tuple(name for feature in self.features for name in feature.names)

    def check(self, there: Iterable[object], needed: Iterable[str] | None = None) -> None:
        """Raises DataError, which names them, where columns are missing."""
        there, needed = list(there), list(self.columns if needed is None else needed)
        missing = [name for name in needed if name not in there]
        if missing:
            what = f"it has no {_listed(missing, 'column')}; it has {_listed(map(str, there[:10]), 'column')}."
            todo = f"The model was trained with {_listed(needed, 'column')}: name the columns so, and choose it again."
            raise DataError("The file", what, todo)

    def x(self, frame: pd.DataFrame) -> np.ndarray:
        """The features of each row, [rows, names], NaN where they are missing. Raises DataError."""
        self.check(frame, [feature.column for feature in self.features])
        return np.concatenate([feature.numbers(frame[feature.column]) for feature in self.features], axis=1)

    def tasks(self, column: pd.Series) -> tuple[np.ndarray, list[str]]:
        """The task of each row, as its place in the names of all tasks; -1 where there is none."""
        return encoding.banded(column, self.edges) if self.edges else encoding.tasks(column, 0)

    def y(self, column: pd.Series) -> np.ndarray:
        """What is known of the target, [rows, outputs] as in a ``Table``; NaN where nothing is. Raises DataError."""
        if self.classes:
            place = pd.Index(self.classes).get_indexer(column.map(encoding.said, na_action="ignore"))
            if self.classes[-1] == encoding.OTHER:
                place = np.where((place < 0) & column.notna(), len(self.classes) - 1, place)
            return np.where(place[:, None] < 0, np.nan, encoding.one_hot(place, self.classes))
        if column.notna().any() and not encoding.is_quantity(column):
            what = f"it holds text, like {quoted(column.dropna().iloc[0])}, and values are numbers."
            raise DataError(f"Column {quoted(column.name)}", what, "Leave cells empty that are to be filled in.")
        return (encoding.days(column) if encoding.is_date(column) else column.to_numpy(np.float64))[:, None]

    def plain(self) -> dict[str, Any]:
        """Everything in lists, texts and numbers, as JSON has them.

        >>> schema = Schema(Choice("shop", "price", ("size",), "regression"), (Feature("size", ("size",)),))
        >>> Schema.read(schema.plain()) == schema
        True
        """
        return asdict(self) | {"choice": self.choice.texts()}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Schema:
        """The schema that ``plain`` wrote."""
        features = (
            Feature(each["column"], tuple(each["names"]), each["form"], tuple(each["levels"]))
            for each in plain["features"]
        )
        return cls(Choice.parse(plain["choice"]), tuple(features), tuple(plain["classes"]), tuple(plain["edges"]),
                   tuple((name, way) for name, way in plain.get("ways", ())))  # fmt: skip


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of any types as a sheet has them: numbers and texts.

    >>> plain(pd.DataFrame({"a": [1, 2], "b": [True, False]})).values.tolist()
    [[1.0, 'true'], [2.0, 'false']]
    """

    def column(found: pd.Series) -> pd.Series:
        if pd.api.types.is_bool_dtype(found):
            return found.map({True: "true", False: "false"}).astype("str")
        if pd.api.types.is_datetime64_any_dtype(found):
            return found
        return found.astype("float64" if pd.api.types.is_numeric_dtype(found) else "str")

    return pd.DataFrame({name: column(frame[name]) for name in frame})


def _listed(names: Iterable[str], unit: str) -> str:
    shown = [quoted(name) for name in names]
    return f"{unit}{'' if len(shown) == 1 else 's'} {', '.join(shown)}"

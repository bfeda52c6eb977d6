"""From columns of a sheet to numbers: features, classes or values, and the places of tasks."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from metacore.tables.columns import DataError, quoted

LEVELS = 10  # columns that one column of text may become
CLASSES = 5
MOST_CLASSES = 50  # with more the column rather names its rows
OTHER = "other"


def is_number(column: pd.Series) -> bool:
    return column.dtype == np.float64


def is_whole(column: pd.Series) -> bool:
    """Whether a column holds whole numbers only (and what is missing)."""
    return is_number(column) and bool((column.dropna() % 1 == 0).all())


def kind(column: pd.Series) -> str:
    """What a column holds: a number, whole ones only, a date, or text."""
    if is_number(column):
        return "whole" if is_whole(column) else "number"
    return "date" if is_date(column) else "text"


def is_date(column: pd.Series) -> bool:
    return column.dtype.kind == "M"


def is_quantity(column: pd.Series) -> bool:
    """Whether a column can be asked for as a value: it holds numbers or dates."""
    return is_number(column) or is_date(column)


def days(column: pd.Series) -> np.ndarray:
    """Dates as days since 1970.

    >>> days(pd.Series(pd.to_datetime(["1970-01-03T00", None, "1971-01-01T12"]))).tolist()
    [2.0, nan, 365.5]
    """
    return ((column - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(np.float64)


def numbers(column: pd.Series, notes: list[str]) -> dict[str, np.ndarray]:
    """A feature as one or more named columns of numbers, NaN where it is missing; none where it tells nothing."""
    name, here = str(column.name), f"Column {quoted(column.name)}"
    if column.nunique() < 2:
        notes.append(f"{here} is left out: it says the same in every row.")
        return {}
    if is_number(column):
        return {name: column.to_numpy(np.float64)}
    if is_date(column):
        notes.append(f"{here} holds dates: they became days since 1970.")
        return {name: days(column)}
    return _levels(column, name, here, notes)


def width(column: pd.Series) -> int:
    """How many columns of numbers a feature becomes, at most."""
    return 1 if is_quantity(column) else min(column.nunique(), LEVELS)


def _levels(column: pd.Series, name: str, here: str, notes: list[str]) -> dict[str, np.ndarray]:
    """A column of text as one column a text, 1 where it stands and 0 elsewhere."""
    counts = column.value_counts()
    if len(counts) > max(2 * LEVELS, len(column) / 2):
        notes.append(f"{here} is left out: it has {len(counts):,} different texts, nearly one a row.")
        return {}
    levels = sorted(counts.index[: LEVELS - 1] if len(counts) > LEVELS else counts.index)
    shown = [f"{name}: {quoted(level)[1:-1]}" for level in levels]
    missing = np.where(column.isna(), np.float32("nan"), np.float32(0))
    if len(levels) == 2 == len(counts):
        return {shown[1]: missing + (column == levels[1]).to_numpy(np.float32)}
    made = {text: missing + (column == level).to_numpy(np.float32) for text, level in zip(shown, levels, strict=True)}
    notes.append(
        f"{here} holds text: it became {len(counts) if len(counts) <= LEVELS else LEVELS} columns, one a text."
    )
    if len(counts) > LEVELS:
        made[f"{name}: {OTHER}"] = missing + (column.notna() & ~column.isin(levels)).to_numpy(np.float32)
        notes.append(f"{here}: {len(counts) - len(levels):,} rarer texts count together as “{OTHER}”.")
    return made


def tasks(column: pd.Series, bands: int) -> tuple[np.ndarray, list[str]]:
    """The task of each row, as its place in the names of all tasks; -1 where there is none. Raises DataError."""
    here = f"Column {quoted(column.name)}"
    if not bands:
        if is_number(column) and not is_whole(column):
            todo = "Cut it into bands, or choose a column of names or whole numbers."
            raise DataError(here, "it holds numbers with decimals, which name no tasks.", todo)
        place, found = pd.factorize(column)
        return place, [said(value) for value in found]
    return banded(column, edges(column, bands))


def edges(column: pd.Series, bands: int) -> tuple[float, ...]:
    """What cuts a column of numbers or dates into bands of equally many rows. Raises DataError."""
    cut = _to_cut(column)
    if column.nunique() < 2:
        here, todo = f"Column {quoted(column.name)}", "Choose another column to name the tasks."
        raise DataError(here, "it says the same in every row.", todo)
    return tuple(map(float, pd.qcut(cut, bands, labels=False, retbins=True, duplicates="drop")[1]))


def banded(column: pd.Series, edges: Sequence[float]) -> tuple[np.ndarray, list[str]]:
    """The band of each row, as its place in the names of all bands; -1 where it is in none."""
    cut = _to_cut(column)
    place = np.maximum(np.searchsorted(edges, cut, side="left") - 1, 0)  # an edge belongs to the band below it
    inside = (cut >= edges[0]) & (cut <= edges[-1])
    ends = [dated(edge)[:10] for edge in edges] if is_date(column) else told_apart(edges)
    names = [f"{column.name} {low} to {high}" for low, high in pairwise(ends)]
    return np.where(inside, place, -1), names


def _to_cut(column: pd.Series) -> np.ndarray:
    """A column of numbers or dates as numbers. Raises DataError."""
    if not is_quantity(column):
        what = "it holds text, which can't be cut into bands."
        raise DataError(f"Column {quoted(column.name)}", what, "Set “Bands” to 0, or choose numbers.")
    return days(column) if is_date(column) else column.to_numpy(np.float64)


def classes(column: pd.Series, notes: list[str]) -> tuple[np.ndarray, list[str]]:
    """The class of each row, as its place in the names of the classes. Raises DataError."""
    here = f"Column {quoted(column.name)}"
    counts = column.value_counts()
    if len(counts) < 2:
        only = f"only {quoted(said(counts.index[0]))}" if len(counts) else "nothing"
        raise DataError(here, f"it holds {only}, so there is one class.", "Choose a target with two to five classes.")
    if len(counts) > CLASSES and is_number(column):
        what = f"it holds {len(counts):,} different numbers; at most {CLASSES} classes can be told apart."
        raise DataError(here, what, "Ask for values (regression), or choose another target.")
    if len(counts) > MOST_CLASSES:
        what = f"it holds {len(counts):,} different texts; at most {CLASSES} classes can be told apart."
        raise DataError(here, what, "Choose a target with fewer classes.")
    kept = sorted(counts.index if len(counts) <= CLASSES else counts.index[: CLASSES - 1])
    names = [said(value) for value in kept]
    if len(counts) > CLASSES:
        names.append(OTHER)
        notes.append(f"{here}: {len(counts) - len(kept)} rarer classes count together as “{OTHER}”.")
    place = pd.Index(kept).get_indexer(column)
    return np.where(place < 0, len(kept), place), names


def values(column: pd.Series) -> np.ndarray:
    """A target of numbers, or of dates as days since 1970, [rows, 1]. Raises DataError."""
    here = f"Column {quoted(column.name)}"
    if not is_quantity(column):
        strange = column[~column.str.fullmatch(r"[\d.,+-]+")]
        what = f"it holds text, like {quoted((strange if len(strange) else column).iloc[0])}, and values are numbers."
        raise DataError(here, what, "Ask for classes, or choose a target of numbers.")
    if column.nunique() < 2:
        raise DataError(here, "it says the same in every row.", "Choose another target.")
    return (days(column) if is_date(column) else column.to_numpy(np.float64))[:, None]


def said(value: object) -> str:
    """A value of a column as a name."""
    if isinstance(value, datetime.date):
        return dated((pd.Timestamp(value) - pd.Timestamp(0)) / pd.Timedelta(days=1))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return quoted(value)[1:-1]


def dated(days: float) -> str:
    """A day since 1970 as a date, with the time where it has one.

    >>> dated(19723.0), dated(19723.5)
    ('2024-01-01', '2024-01-01T12:00:00')
    """
    moment = (pd.Timestamp(0) + pd.Timedelta(days=days)).round("s")
    return str(moment.date()) if moment == moment.normalize() else moment.isoformat()


def told_apart(values: Sequence[float]) -> list[str]:
    """Numbers with at least four digits, and as many as tell neighbours apart.

    >>> told_apart([0.5, 15.8333]), told_apart([8412000006.0, 8412000252.0])
    (['0.5', '15.83'], ['8412000006', '8412000252'])
    """
    gap = min(abs(b - a) for a, b in pairwise([*values, math.inf]))
    size = max(abs(value) for value in values)
    apart = math.log10(size) - math.log10(gap) if gap and size and gap < math.inf else 0
    digits = min(15, max(4, 3 + math.ceil(apart)))
    return [f"{value:.{digits}g}" for value in values]


def one_hot(place: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Classes as they stand in a ``Table``: [rows, 1] for two, one-hot for more."""
    if len(names) == 2:
        return place.astype(np.float32)[:, None]
    return np.eye(len(names), dtype=np.float32)[place]

"""The numbers or dates of a column under the reading that was taken, and what has to be said of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from metacore.tables.cells.guessing import Guess
from metacore.tables.cells.series import Place, Series, said_missing
from metacore.tables.columns import LARGEST, counted, quoted
from metacore.tables.options import COMMA, DAY_FIRST, MONTH_FIRST, NUMBER, POINT


def numbers(made: Guess, place: Place, comma: bool, hint: bool) -> Series:
    """A column of numbers. Where “1,234” may be either, ``comma`` (of other columns) and ``hint`` decide."""
    cells = made.cells
    if not made.present:
        return Series(pd.Series(np.full(len(cells.code), np.nan)), NUMBER, [" is empty.", *said_missing(made)])
    mark = _mark(made, comma, hint)
    values, strange, unit = _values(made, mark)
    notes = _marks(made, mark, unit)
    for texts, what in ((strange, "without a number"), (np.abs(values) > LARGEST, f"infinite or beyond {LARGEST:.0e}")):
        if count := int(cells.counts[texts].sum()):
            notes.append(f": {counted(count, 'cell')} {what}, taken as missing; {place.first(made, texts)}.")
    if count := int((~np.isnat(cells.dates)).sum()):
        notes.append(f": {counted(count, 'date')} among the numbers, taken as missing.")
    full = np.where(cells.code < 0, cells.numbers, cells.spread(values, np.nan))
    full = np.where(np.abs(np.nan_to_num(full)) > LARGEST, np.nan, full)
    doubtful = made.numerals is not None and made.numerals.doubtful.any()
    way = (COMMA if mark else POINT) if doubtful else made.way
    return Series(pd.Series(full), way, notes + said_missing(made), unit)


def _values(made: Guess, mark: bool) -> tuple[np.ndarray, np.ndarray, str]:
    """The number of every text, which texts hold none, and the unit."""
    if made.numerals is None:
        return np.full(len(made.cells.texts), np.nan), np.zeros(len(made.cells.texts), bool), made.cells.unit
    counts = made.cells.counts[made.rest]
    some, odd = made.numerals.numbers(mark, counts)
    unit = made.numerals.unit_of(counts) or made.cells.unit
    return _scattered(made, some, np.nan), _scattered(made, odd, False), unit


def _scattered(made: Guess, some: np.ndarray, other: object) -> np.ndarray:
    """What is known of the texts that say something, for every text."""
    full = np.full(len(made.cells.texts), other, some.dtype)
    full[made.rest] = some
    return full


def _mark(made: Guess, comma: bool, hint: bool) -> bool:
    """Whether decimals follow a comma: as asked, as some text tells, or as in the rest of the file."""
    if made.way in (POINT, COMMA) or made.numerals is None:
        return made.way == COMMA
    if made.numerals.comma is not None:
        return made.numerals.comma
    return comma or (hint and made.numerals.has_commas)


def _marks(made: Guess, comma: bool, unit: str) -> list[str]:
    """How points, commas and units were read, where that is worth a look."""
    found, notes = made.numerals, []
    if found is None:
        return []
    if comma and found.has_commas:
        notes.append(": commas were read as decimal commas.")
    if found.doubtful.any() and found.comma is None and made.way == NUMBER:
        first = int(np.flatnonzero(found.doubtful)[0])
        one, other = (f"{found.numbers(mark)[0][first]:.15g}" for mark in (comma, not comma))
        notes.append(f": {_quoted(made, first)} was read as {one}; it could be {other} as well, so look at it.")
    elif found.spaced.any():
        first = int(np.flatnonzero(found.spaced)[0])
        notes.append(f": {_quoted(made, first)} was read as {found.numbers(comma)[0][first]:.15g}.")
    if unit:
        notes.append(f": numbers of {quoted(unit)}.")
    if unit and found.unitless:
        notes.append(f": some cells say no unit, and were read as {quoted(unit)} like the others.")
    return notes


def _quoted(made: Guess, place: int) -> str:
    """One of the texts that say something."""
    return quoted(made.cells.texts.filter(pa.array(made.rest))[place])


def dates(made: Guess, place: Place) -> Series:
    """A column of dates."""
    cells, found = made.cells, made.dates
    days, notes, way = np.full(len(cells.texts), np.datetime64("NaT", "us")), [], made.way
    if found is not None and made.rest.any():
        counts = cells.counts[made.rest]
        months = {MONTH_FIRST: True, DAY_FIRST: False}.get(made.way, found.order(counts))
        days[made.rest] = found.read(months)
        notes, way = [f" holds dates, written {found.written(months)}."], found.way(months)
        if found.both and made.way not in (MONTH_FIRST, DAY_FIRST):
            other = "day/month" if months else "month/day"
            notes.append(f": its dates could be {other} as well. If they are, have them read so.")
    strange = np.isnat(days) & made.rest
    if count := int(cells.counts[strange].sum()):
        notes.append(f": {counted(count, 'cell')} without a date, taken as missing; {place.first(made, strange)}.")
    full = np.where(cells.code < 0, cells.dates, cells.spread(days, np.datetime64("NaT", "us")))
    if count := int((~np.isnan(cells.numbers)).sum()):
        notes.append(f": {counted(count, 'number')} among the dates, taken as missing.")
    return Series(pd.Series(full), way, notes + said_missing(made))

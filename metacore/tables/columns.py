"""Columns of cells, made of the rows of a file; what a file may hold; and the one way to say no to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from metacore.tables.layout.header import header_place, is_blank
from metacore.tables.options import Reading

Cell = Any  # a text, a number, a truth value, a date, or None


EXACT = 15  # digits that a number keeps
LARGEST = 1e30  # squares of what is larger are no numbers of single precision


class Limits(NamedTuple):
    """What a file may hold at most."""

    bytes: int = 25 * 2**20  # what the server lets through; a test holds the two together
    rows: int = 300_000
    columns: int = 1_000
    cells: int = 6_000_000
    characters: int = 10_000  # in one cell
    unpacked: int = 320 * 2**20  # bytes that a packed file may become


LIMITS = Limits()


class DataError(ValueError):
    """A file or a choice that can't be used. The message says where, what is wrong, and what to do.

    >>> str(DataError("Line 3", "it has 5 cells, but the header has 4.", "Look for a stray comma."))
    'Line 3: it has 5 cells, but the header has 4. Look for a stray comma.'
    """

    def __init__(self, where: str, what: str, todo: str) -> None:
        self.where, self.what, self.todo = where, what, todo
        super().__init__(f"{where}: {what} {todo}")

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str]]:
        return DataError, (self.where, self.what, self.todo)  # a worker's comes back whole


def quoted(text: object, longest: int = 40) -> str:
    """A text of a visitor's file as it may stand in a sentence: on one line, short, in quotation marks."""
    plain = "".join(sign if sign.isprintable() else " " for sign in str(text)[: 4 * longest])
    plain = " ".join(plain.split())
    return f"“{plain[:longest]}{'…' if len(plain) > longest else ''}”"


@dataclass
class Raw:
    """Rows as a file holds them, turned into columns, and what the file calls its rows."""

    header: list[Cell]
    columns: list[Any]  # of cells; what a file stores by columns, as it is stored there
    places: np.ndarray  # the line or row of the file in which each row stands
    unit: str = "row"
    comma: bool = False  # whether “1,234” is more likely a little over one than over a thousand
    notes: list[str] = field(default_factory=list)
    taken: Reading = field(default_factory=Reading)  # from where the columns were taken
    sheets: tuple[str, ...] = ()


def gathered(rows: Iterable[tuple[int, Sequence[Cell]]], unit: str, named: int = 0) -> Raw:
    """The columns of numbered rows. The names are in the row that is ``named``; 0: it is found among the first ones.

    Stops at the first row that is too many, so that what is held never grows beyond the limits. Raises DataError.
    """
    kept: list[list[Cell]] = []
    places: list[int] = []
    cells = 0
    for place, row in rows:
        if line := _trimmed(row):
            kept.append(line)
            places.append(place)
            cells += len(line)
            check_size(len(kept) - 1, len(line), cells - len(kept[0]))
    check_some(bool(kept), True)
    top = _top(kept, places, unit, named)
    header, kept, skipped, places = kept[top], kept[top + 1 :], kept[:top], places[top:]
    check_some(True, bool(kept))
    short = _padded(kept, len(header), unit, places[1:])
    notes = [
        f"{counted(len(skipped), unit)} above the names of the columns skipped, like {quoted(_first(skipped[0]))}: "
        f"the names are in {unit} {places[0]}."
        for _ in skipped[:1]
    ]
    notes += [f"{counted(short, unit)} with fewer cells than the header: the missing ones are at the end."] * (
        short > 0
    )
    columns = [list(column) for column in zip(*kept, strict=True)]
    return Raw(header, columns, np.array(places[1:]), unit, notes=notes, taken=Reading(header=places[0]))


def _top(kept: list[list[Cell]], places: list[int], unit: str, named: int) -> int:
    if not named:
        return header_place(kept)
    if named not in places:
        raise DataError(f"{unit.capitalize()} {named}", "nothing stands there.", "Name another one for the header.")
    return places.index(named)


def _padded(kept: list[list[Cell]], width: int, unit: str, places: list[int]) -> int:
    """Fills short rows up to a width; how many there were. Raises DataError for a row that is too wide."""
    short = 0
    for row, place in zip(kept, places, strict=True):
        if len(row) > width:
            todo = "Look for a stray separator or a missing quotation mark, or name every column in the header."
            what = f"its cells reach column {len(row)}, but the header has {width}."
            raise DataError(f"{unit.capitalize()} {place}", what, todo)
        if len(row) < width:
            short += 1
            row += [None] * (width - len(row))
    return short


def _first(row: Sequence[Cell]) -> Cell:
    return next(cell for cell in row if not is_blank(cell))


def check_size(rows: int, columns: int, cells: int) -> None:
    """Raises DataError where a table of that size is too large."""
    todo = "Keep only what you need, for example fewer {}."
    if columns > LIMITS.columns:
        what = f"it has {columns:,} columns; at most {LIMITS.columns:,} can be read."
        raise DataError("The file", what, todo.format("columns"))
    if rows > LIMITS.rows:
        raise DataError("The file", f"it has more than {LIMITS.rows:,} rows.", todo.format("tasks"))
    if cells > LIMITS.cells:
        what = f"it has more than {LIMITS.cells:,} cells (rows times columns)."
        raise DataError("The file", what, todo.format("columns, or fewer tasks"))


def check_some(header: bool, rows: bool) -> None:
    if not header:
        raise DataError("The file", "it is empty.", "Choose a file with a header and rows below it.")
    if not rows:
        raise DataError("The file", "it holds a header and no rows.", "Add a row for each observation below it.")


def _trimmed(row: Sequence[Cell]) -> list[Cell]:
    end = len(row)
    while end and (row[end - 1] is None or (isinstance(row[end - 1], str) and not row[end - 1].strip())):
        end -= 1
    return list(row[:end])


def counted(number: int, unit: str) -> str:
    """A number of things in words.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {unit}{'' if number == 1 else 's'}"

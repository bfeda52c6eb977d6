"""Columns of cells, made of the rows of a file; what a file may hold; and the one way to say no to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Cell = Any  # a text, a number, a truth value, a date, or None
Values = list[float] | list[str | None]


class Limits(NamedTuple):
    """What a file may hold at most."""

    bytes: int = 5 * 2**20  # what the server lets through; a test holds the two together
    rows: int = 100_000
    columns: int = 1_000
    cells: int = 1_000_000
    characters: int = 10_000  # in one cell
    unpacked: int = 64 * 2**20  # bytes that a packed file may become


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
    columns: list[list[Cell]]
    places: Sequence[int]  # the line or row of the file in which each row stands
    unit: str = "row"
    comma: bool = False  # whether “1,234” is more likely a little over one than over a thousand
    notes: list[str] = field(default_factory=list)


class Columns(NamedTuple):
    """What was read: each column's values under its name, and what was noticed on the way."""

    values: dict[str, Values]
    notes: list[str]


def gathered(rows: Iterable[tuple[int, Sequence[Cell]]], unit: str) -> Raw:
    """The columns of numbered rows, of which the first that isn't empty holds the names.

    Stops at the first row that is too many, so that what is held never grows beyond the limits. Raises DataError.
    """
    header: list[Cell] = []
    kept: list[list[Cell]] = []
    places: list[int] = []
    short = 0
    for place, row in rows:
        if (cells := _trimmed(row)) and not header:
            header = cells
            check_size(0, len(header))
        elif cells:
            here = f"{unit.capitalize()} {place}"
            if len(cells) > len(header):
                todo = "Look for a stray separator or a missing quotation mark, or name every column in the header."
                what = f"its cells reach column {len(cells)}, but the header has {len(header)}."
                raise DataError(here, what, todo)
            check_cells(cells, here)
            short += len(row) < len(header)
            kept.append(cells + [None] * (len(header) - len(cells)))
            places.append(place)
            check_size(len(kept), len(header))
    check_some(bool(header), bool(kept))
    notes = [f"{counted(short, unit)} with fewer cells than the header: the missing ones are at the end."] * (short > 0)
    return Raw(header, [list(column) for column in zip(*kept, strict=True)], places, unit, notes=notes)


def check_size(rows: int, columns: int) -> None:
    """Raises DataError where a table of that size is too large."""
    todo = "Keep only what you need, for example fewer {}."
    if columns > LIMITS.columns:
        what = f"it has {columns:,} columns; at most {LIMITS.columns:,} can be read."
        raise DataError("The file", what, todo.format("columns"))
    if rows > LIMITS.rows:
        raise DataError("The file", f"it has more than {LIMITS.rows:,} rows.", todo.format("tasks"))
    if rows * columns > LIMITS.cells:
        what = f"it has more than {LIMITS.cells:,} cells (rows times columns)."
        raise DataError("The file", what, todo.format("columns, or fewer tasks"))


def check_some(header: bool, rows: bool) -> None:
    if not header:
        raise DataError("The file", "it is empty.", "Choose a file with a header and rows below it.")
    if not rows:
        raise DataError("The file", "it holds a header and no rows.", "Add a row for each observation below it.")


def check_cells(cells: Iterable[Cell], here: str) -> None:
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, str) and len(cell) > LIMITS.characters:
            what = f"its cell in column {number} holds {len(cell):,} characters; {LIMITS.characters:,} can be read."
            raise DataError(here, what, "Shorten it, or leave that column out.")


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

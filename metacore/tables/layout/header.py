"""Which row of a file holds the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

DATA = re.compile(r"[^\w]*\d[\d\s.,'’:/%-]*[^\w]*\Z")  # numbers, dates and shares, which are no names
SAMPLE = 200  # rows that tell how many cells a row usually has
TOP = 30  # rows among which the header is


def header_place(rows: Sequence[Sequence[Any]]) -> int:
    """The place of the header among rows without trailing blanks: the first row that isn't nearly empty.

    Where that one is narrower than most and followed by a full row of names above numbers, it is a title too.

    >>> header_place([["Takings, spring"], ["drawn up 3 March"], ["shop", "price"], ["A", "1.5"], ["A", "2"]])
    2
    """
    sizes = [filled(row) for row in rows[:SAMPLE]]
    usual = median(sizes)
    place = next((place for place, size in enumerate(sizes[:TOP]) if size > usual / 2), 0)
    while sizes[place] < 0.8 * usual and place + 1 < len(sizes) and _names(rows, place + 1, sizes[place + 1], usual):
        place += 1
    return place


def filled(row: Sequence[Any]) -> int:
    """How many cells of a row hold anything."""
    return sum(not is_blank(cell) for cell in row)


def is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_data(cell: Any) -> bool:
    """Whether a cell holds a number or a date, as cells of data often do and names of columns don't."""
    return not is_blank(cell) and (not isinstance(cell, str) or bool(DATA.match(cell)))


def _names(rows: Sequence[Sequence[Any]], place: int, size: int, usual: float) -> bool:
    """Whether a row is full, all text, and stands above a column that is mostly numbers."""
    row, below = rows[place], rows[place + 1 : SAMPLE]
    if size < 0.8 * usual or any(is_data(cell) for cell in row) or not below:
        return False
    columns = (sum(column < len(other) and is_data(other[column]) for other in below) for column in range(len(row)))
    return any(count > len(below) / 2 for count in columns)

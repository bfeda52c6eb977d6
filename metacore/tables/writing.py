"""Tables as files that a visitor takes away: CSV and Excel. No cell of theirs is ever computed by a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence

import numpy as np

from metacore.tables.columns import EXACT

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute
_HARMLESS = re.compile(r"[+\-]?[\d.,'\s%]*(e[+-]?\d+)?", re.IGNORECASE)  # a number, however it is written
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook can hold these
Lines = Sequence[Iterable[object]]


def to_csv(lines: Lines) -> str:
    """Lines of cells as CSV; a text that a spreadsheet would compute has an apostrophe before it.

    >>> to_csv([["a", "b"], [0.5, "=1+1"], [None, 3]])
    "a,b\\n0.5,'=1+1\\n,3\\n"
    """
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([[_text(value) for value in line] for line in lines])
    return file.getvalue()


def to_xlsx(lines: Lines) -> bytes:
    """Lines of cells as an Excel workbook, in which texts are texts, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def cell(value: object) -> object:
        value = _plain(value)
        value = _ILLEGAL.sub(" ", value) if isinstance(value, str) else value
        if not isinstance(value, str) or value[:1] not in ("=", "#"):  # else a formula or a fault would become of it
            return value
        made = WriteOnlyCell(sheet, value)
        made.data_type = "s"
        return made

    for line in lines:
        sheet.append([cell(value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rounded(value: float, unit: float) -> float:
    """A value with as many digits as tell something where values differ by ``unit``.

    >>> rounded(8412000123.4567, 20.0), rounded(0.00012345678, 0.0001)
    (8412000123.4567, 0.0001234568)
    >>> rounded(0.123456789, 1.0)
    0.123457
    """
    return round(float(value), max(0, 6 - int(np.floor(np.log10(unit)))))


def short(value: float) -> float:
    """A share or an error with six digits."""
    return float(f"{value:.6g}")


def _plain(value: object) -> object:
    """A cell as text, a number, a date, or nothing."""
    if value != value:  # not a number, or not a time
        return None
    if isinstance(value, float | np.floating):
        return int(value) if abs(value) < 10**EXACT and float(value).is_integer() else float(value)
    return value.item() if isinstance(value, np.generic) else value


def _text(value: object) -> object:
    value = _plain(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.{EXACT}g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    computed = isinstance(value, str) and value.startswith(FORMULA) and not _HARMLESS.fullmatch(value)
    return f"'{value}" if computed else value

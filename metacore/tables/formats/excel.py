"""Excel workbooks (.xlsx), read as stored: formulas give the value they last had and are never evaluated."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

from metacore.tables.columns import LIMITS, DataError, Raw, counted, gathered, quoted
from metacore.tables.layout.header import filled, is_blank
from metacore.tables.options import Reading

PARTS = 2_000  # files in a workbook
CHUNK = 2**20
OVERLAP = 30  # bytes of a chunk that are looked at again with the next one
FAR_RIGHT = re.compile(rb'r="([A-Z]{3})\d+"')
FAR_DOWN = re.compile(rb'r="[A-Z]*(\d{6,7})"')
SAVE = "Open it in a spreadsheet program and save it again as .xlsx or CSV."
Rows = list[list[Any]]


def parse(data: bytes, reading: Reading) -> Raw:
    """The columns of the sheet that is chosen, or of the visible one that holds most. Raises DataError."""
    _check_packing(data)
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
    name, rows, merged = _chosen(book, reading.sheet) if reading.sheet else _fullest(book, visible)
    raw = gathered(enumerate(rows, 1), "row", reading.header)
    if any(all(map(is_blank, column)) for column in raw.columns):
        raw.notes.append("Formulas have a value here only once a spreadsheet program has saved the file.")
    if merged:
        raw.notes.append(f"{counted(merged, 'merged cell')}: each holds its value in every row that it spans.")
    if len(visible) > 1:
        others = ", ".join(quoted(other) for other in visible if other != name)
        why = "was chosen" if reading.sheet else "holds the most and was read"
        raw.notes.insert(0, f"Of {len(visible)} sheets, {quoted(name)} {why}; the others are {others}.")
    raw.taken, raw.sheets = replace(raw.taken, sheet=name), tuple(visible)
    return raw


def _chosen(book: Any, name: str) -> tuple[str, Rows, int]:
    if name not in book.sheet_names:
        known = ", ".join(map(quoted, book.sheet_names[:10]))
        raise DataError("The file", f"it has no sheet {quoted(name)}.", f"Choose one of {known}.")
    return name, *_rows(book, name)


def _fullest(book: Any, names: list[str]) -> tuple[str, Rows, int]:
    """The sheet with the most filled cells, its rows, and how many merged cells were spread."""
    best: tuple[str, Rows, int] = "", [], 0
    most = 0
    for name in names:
        rows, merged = _rows(book, name)
        size = sum(map(filled, rows)) if len(names) > 1 else len(rows)
        if size > most:
            best, most = (name, rows, merged), size
    if not most:
        raise DataError("The file", "its sheets are empty.", "Choose a file with a header and rows below it.")
    return best


def _rows(book: Any, name: str) -> tuple[Rows, int]:
    """All rows of a sheet, from its first one on, and how many merged cells were spread."""
    sheet = book.get_sheet_by_name(name)  # which reads it all
    rows = sheet.to_python(skip_empty_area=False)
    return rows, _spread(rows, sheet.merged_cell_ranges or [])


def _spread(rows: Rows, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    """Has every merged cell hold its value in every row that it spans; how many span several rows."""
    tall = [(top, left, bottom) for (top, left), (bottom, _) in ranges if top < bottom and top < len(rows)]
    for top, left, bottom in tall:
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return len(tall)


def _check_packing(data: bytes) -> None:
    """Unpacks every part once, counting, before anything looks into it: a bomb is met here, in bounded memory.

    A part gives no more bytes than the directory says it has, so the directory's sum bounds all that follows.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        size = sum(part.file_size for part in parts)
        if size > LIMITS.unpacked or len(parts) > PARTS:
            what = f"it would unpack to {size / 2**20:,.0f} MB; at most {LIMITS.unpacked / 2**20:.0f} MB can be read."
            raise DataError("The file", what, "Keep only the rows and columns you need.")
        if any(part.flag_bits & 1 for part in parts):
            raise DataError("The file", "it is protected by a password.", "Save it without one.")
        for part in parts:
            with packed.open(part) as opened:
                before = b""
                while chunk := opened.read(CHUNK):
                    _check_part(before + chunk, part.filename)
                    before = chunk[-OVERLAP:]


def _check_part(text: bytes, name: str) -> None:
    """Raises DataError for definitions, and for a cell so far out that the cells between would fill the memory."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise DataError("The file", "it holds definitions that no workbook needs.", SAVE)
    if not name.startswith("xl/worksheets/"):
        return
    if right := FAR_RIGHT.search(text):
        what = f"a cell stands in column {right.group(1).decode()}; at most {LIMITS.columns:,} columns can be read."
        raise DataError("The file", what, "Keep only the columns you need.")
    if any(int(row) > LIMITS.rows + 1000 for row in FAR_DOWN.findall(text)):
        what = f"it has cells below row {LIMITS.rows + 1000:,}; at most {LIMITS.rows:,} rows can be read."
        raise DataError("The file", what, "Keep only the rows you need: fewer tasks.")

"""Excel workbooks (.xlsx), read as stored: formulas give the value they last had and are never evaluated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from metacore.tables.columns import LIMITS, DataError, Raw, gathered

PARTS = 2_000  # files in a workbook
CHUNK = 2**20
ALL_ROWS = 2**20  # as many as any spreadsheet has
SAVE = "Open it in a spreadsheet program and save it again as .xlsx or CSV."


def parse(data: bytes) -> Raw:
    """The columns of the first visible sheet that holds anything. Raises DataError."""
    _check_packing(data)
    import openpyxl

    # Read-only mode streams the rows; data-only gives stored values in place of formulas.
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # the file's own word on its size may be wrong, or a lie
        if any(any(cell is not None for cell in row) for row in islice(sheet.values, 1000)):
            raw = gathered(_rows(sheet), "row")
            if any(all(cell is None for cell in column) for column in raw.columns):
                raw.notes.append("Formulas have a value here only once a spreadsheet program has saved the file.")
            if len(sheets) > 1:
                raw.notes.append(f"Of {len(sheets)} sheets, the first that holds anything was read.")
            return raw
    raise DataError("The file", "its sheets are empty.", "Choose a file with a header and rows below it.")


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, row in enumerate(islice(sheet.values, ALL_ROWS), 1):
        if len(row) > 4 * LIMITS.columns:  # far out: not worth looking whether anything stands there
            what = f"its cells reach column {len(row):,}; at most {LIMITS.columns:,} can be read."
            raise DataError(f"Row {number}", what, "Keep only the columns you need.")
        yield number, row


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
                    if b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk:
                        raise DataError("The file", "it holds definitions that no workbook needs.", SAVE)
                    before = chunk[-10:]

"""Text files of separated cells: CSV and its relatives."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from metacore.tables.columns import DataError, Raw, gathered

SEPARATORS = {
    "\t": "tab",
    ";": "semicolon",
    "|": "bar",
    ",": "comma",
}  # where two fit, commas belong to numbers or texts
SAMPLE = 50  # rows that tell what separates the cells
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SAVE = "Save the table as “CSV UTF-8” or .xlsx and try again."


def parse(data: bytes) -> Raw:
    """The columns of a text file of any usual encoding and separator. Raises DataError."""
    text, notes = _decoded(data)
    if found := CONTROL.search(text):
        line = 1 + text.count("\n", 0, found.start())
        raise DataError(f"Line {line}", f"it holds a byte that is no text ({ord(found.group()):#04x}).", SAVE)
    said = re.match(r"\s*sep=(.)\r?\n", text)  # what a spreadsheet program writes for itself
    separator = said.group(1) if said else _separator(text)
    raw = gathered(_rows(text, separator, skip=1 if said else 0), "line")
    raw.comma = separator != ","
    raw.notes = notes + raw.notes
    if len(raw.header) > 1:
        raw.notes.insert(0, f"Cells are separated by a {SEPARATORS.get(separator, separator)}.")
    return raw


def _rows(text: str, separator: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            if "field limit" in str(fault):
                raise DataError(
                    f"Line {line}", "a cell is far too long.", "Look for a missing quotation mark."
                ) from None
            what = "a quotation mark is not closed, or stands where none should."
            raise DataError(f"Line {line}", what, "Close it, or double those within a text.") from None
        if line > skip:
            yield line, row


def _separator(text: str) -> str:
    """What cuts most of the first rows into as many cells as the header has."""

    def fit(separator: str) -> float:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        try:
            widths = [len(row) for row, _ in zip((row for row in reader if row), range(SAMPLE), strict=False)]
        except csv.Error:
            widths = []
        return sum(width == widths[0] for width in widths) / len(widths) if widths and widths[0] > 1 else 0.0

    return max(SEPARATORS, key=fit)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):  # fmt: skip
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError as fault:
                what = (
                    f"it starts as {encoding.upper().removesuffix('-SIG')} text, but is broken at byte {fault.start:,}."
                )
                raise DataError("The file", what, SAVE) from None
    sample = data[:2000]
    if sample.count(0) > len(sample) / 4:  # every other byte: UTF-16 that doesn't say so
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            return data.decode("latin-1"), []  # something else: its bytes that are no text will be named
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        note = "The file is not in UTF-8, so it was read as Western European text: look at the accents."
        return data.decode("latin-1" if re.search(b"[\x81\x8d\x8f\x90\x9d]", data) else "cp1252"), [note]

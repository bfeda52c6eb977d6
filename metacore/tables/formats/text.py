"""Text files of separated cells: CSV and its relatives."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from metacore.tables.columns import DataError, Raw, gathered
from metacore.tables.formats.encodings import SAVE, decoded
from metacore.tables.options import Reading

SEPARATORS = {
    "\t": "tab",
    ";": "semicolon",
    "|": "bar",
    ",": "comma",
}  # where two fit, commas belong to numbers or texts
SAMPLE = 50  # rows that tell what separates the cells
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def parse(data: bytes, reading: Reading) -> Raw:
    """The columns of a text file of any usual encoding and separator. Raises DataError."""
    text, encoding, notes = decoded(data, reading.encoding)
    if found := CONTROL.search(text):
        line = 1 + text.count("\n", 0, found.start())
        raise DataError(f"Line {line}", f"it holds a byte that is no text ({ord(found.group()):#04x}).", SAVE)
    said = re.match(r"\s*sep=(.)\r?\n", text)  # what a spreadsheet program writes for itself
    separator = said.group(1) if said else _separator(text)
    raw = gathered(_rows(text, separator, skip=1 if said else 0), "line", reading.header)
    raw.comma = separator != ","
    raw.notes, raw.taken = notes + raw.notes, replace(raw.taken, encoding=encoding)
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
    """What cuts most of the first rows into equally many cells; a title above them has fewer."""

    def fit(separator: str) -> float:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        try:
            widths = [len(row) for row, _ in zip((row for row in reader if row), range(SAMPLE), strict=False)]
        except csv.Error:
            widths = []
        usual, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return count / len(widths) if usual > 1 else 0.0

    return max(SEPARATORS, key=fit)

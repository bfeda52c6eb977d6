"""Reading a file: here, or in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa

from metacore.tables.columns import Cell
from metacore.tables.options import Reading
from metacore.tables.sandbox import parse_apart
from metacore.tables.sheet import Sheet as Sheet
from metacore.tables.sniffing import parse, raw


def read(data: bytes, name: str, reading: Reading | None = None) -> Sheet:
    """The sheet that a CSV, Excel or Parquet file holds; ``reading`` says what the reader is not to find out itself.

    Raises ``DataError`` for any file that can't be used, whatever its bytes.

    >>> read(b"shop,price\\nA,1.5\\nA,2\\n", "prices.csv").frame.price.tolist()
    [1.5, 2.0]
    >>> read(b"shop,price\\nA,1.5\\nA,2\\n", "prices.csv", Reading(columns={"price": "text"})).frame.price.tolist()
    ['1.5', '2']
    """
    return replace(parse(data, name, reading or Reading()), data=data)


def read_apart(data: bytes, name: str, reading: Reading | None = None) -> Sheet:
    """``read`` for files of strangers: in a process of its own, with limits on its time and memory."""
    return replace(parse_apart(data, name, reading or Reading()), data=data)


class Line(NamedTuple):
    """A row of a file as it stands there, and which row of the sheet it is; None where it was read as no data."""

    cells: Sequence[Cell]
    row: int | None


def original(sheet: Sheet) -> tuple[list[Cell], list[Line]]:
    """The header and the rows of the file that a sheet was read from, cell by cell as they stand there.

    The file has been read before, within the limits of the process in which strangers' files are.
    """
    if not sheet.data:
        cells = zip(*(sheet.frame[name].tolist() for name in sheet.frame), strict=True)
        return list(sheet.frame), [Line(line, number) for number, line in enumerate(cells)]
    found, row = raw(sheet.data, sheet.taken), {int(place): number for number, place in enumerate(sheet.places)}
    columns = [column.to_pylist() if isinstance(column, pa.Array) else column for column in found.columns]
    lines = zip(found.places, zip(*columns, strict=True), strict=True)
    return found.header, [Line(cells, row.get(int(place))) for place, cells in lines]

"""Reading a file: here, or in a process of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

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


class Original(NamedTuple):
    """The cells of a sheet as its file has them; ``rows``: where each line stands in the frame, -1 for no data."""

    header: list[Cell]
    lines: list[tuple[Cell, ...]]
    rows: np.ndarray


def original(sheet: Sheet) -> Original:
    """Every line below the columns' names, whatever was made of it."""
    frame = sheet.frame
    if not sheet.data:
        lines = list(zip(*(frame[name].tolist() for name in frame), strict=True))
        return Original(list(frame), lines, np.arange(len(frame)))
    found = raw(sheet.data, sheet.taken)
    columns = [cells if isinstance(cells, list) else cells.to_pylist() for cells in found.columns]
    place = {int(line): row for row, line in enumerate(sheet.places)}
    rows = np.array([place.get(int(line), -1) for line in found.places])
    return Original(found.header, list(zip(*columns, strict=True)), rows)

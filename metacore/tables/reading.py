"""A sheet: what a file holds once it has been read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from metacore.tables.columns import Cell, Columns, quoted
from metacore.tables.sandbox import parse_apart
from metacore.tables.sniffing import parse, raw


@dataclass(frozen=True, eq=False)
class Sheet:
    """A frame of columns that hold plain text or numbers (missing: NaN), and what was noticed when it was read.

    ``data``: the file itself, none for what was not read from one.
    """

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)

    def original(self) -> tuple[list[Cell], list[tuple[Cell, ...]]]:
        """The header and, for each row of the frame, its cells, as the file has them."""
        if not self.data:
            return list(self.frame), list(zip(*(self.frame[name].tolist() for name in self.frame), strict=True))
        found = raw(self.data)
        return found.header, list(zip(*found.columns, strict=True))


def read(data: bytes, name: str) -> Sheet:
    """The sheet that a CSV, Excel or Parquet file holds.

    Raises ``DataError`` for any file that can't be used, whatever its bytes.

    >>> read(b"shop,price\\nA,1.5\\nA,2\\n", "prices.csv").frame.price.tolist()
    [1.5, 2.0]
    """
    return _sheet(parse(data, name), name, data)


def read_apart(data: bytes, name: str) -> Sheet:
    """``read`` for files of strangers: in a process of its own, with limits on its time and memory."""
    return _sheet(parse_apart(data, name), name, data)


def _sheet(found: Columns, name: str, data: bytes) -> Sheet:
    frame = pd.DataFrame(
        {
            column: pd.array(values, dtype="float64" if isinstance(values[0], float) else "str")
            for column, values in found.values.items()
        }
    )
    return Sheet(quoted(name, 60)[1:-1], frame, tuple(found.notes), data)

"""A sheet: what a file holds once it has been read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metacore.tables.columns import Columns, quoted
from metacore.tables.sandbox import parse_apart
from metacore.tables.sniffing import parse


@dataclass(frozen=True, eq=False)
class Sheet:
    """A frame of columns that hold plain text or numbers (missing: NaN), and what was noticed when it was read."""

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


def read(data: bytes, name: str) -> Sheet:
    """The sheet that a CSV, Excel or Parquet file holds.

    Raises ``DataError`` for any file that can't be used, whatever its bytes.

    >>> read(b"shop,price\\nA,1.5\\nA,2\\n", "prices.csv").frame.price.tolist()
    [1.5, 2.0]
    """
    return _sheet(parse(data, name), name)


def read_apart(data: bytes, name: str) -> Sheet:
    """``read`` for files of strangers: in a process of its own, with limits on its time and memory."""
    return _sheet(parse_apart(data, name), name)


def _sheet(found: Columns, name: str) -> Sheet:
    frame = pd.DataFrame(
        {
            column: pd.array(values, dtype="float64" if isinstance(values[0], float) else "str")
            for column, values in found.values.items()
        }
    )
    return Sheet(quoted(name, 60)[1:-1], frame, tuple(found.notes))

"""A column as it was read, and where it stands in its file."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from metacore.tables.cells.guessing import Guess
from metacore.tables.columns import counted, quoted

SHOWN = 3  # texts named in a note


class Place(NamedTuple):
    """Where a column stands: its name, and what the file calls its rows."""

    name: str
    unit: str
    rows: np.ndarray

    def first(self, made: Guess, chosen: np.ndarray) -> str:
        """The first of the chosen texts, and where it stands."""
        row = made.cells.first(chosen)
        return f"the first is {quoted(made.cells.texts[made.cells.code[row]])} in {self.unit} {self.rows[row]}"


class Series(NamedTuple):
    """A column as it was read: texts, numbers or dates; how; its unit; and what is to be said, without its name."""

    values: pd.Series
    way: str
    notes: list[str]
    unit: str = ""


def said_missing(made: Guess) -> list[str]:
    """How many cells say that something is missing."""
    chosen = made.gone | made.words
    count = int(made.cells.counts[chosen].sum())
    if not count:
        return []
    said = made.cells.texts.filter(pa.array(chosen)).to_pylist()
    shown = ", ".join(map(quoted, said[:SHOWN])) + (" ..." if len(said) > SHOWN else "")
    return [f": {counted(count, 'cell')} taken as missing, which {'says' if count == 1 else 'say'} {shown}."]

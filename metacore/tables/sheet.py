"""A sheet: what a file holds once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from metacore.tables.options import Reading


@dataclass(frozen=True, eq=False)
class Sheet:
    """A frame of columns that hold plain text, numbers or dates, and what was noticed when it was read.

    What is missing is NaN (a date: NaT). ``units`` are those of columns of numbers, by column; ``ways`` what each
    column was read as (of ``AS``); ``places`` the row or line of the file in which each row stands. ``taken`` is the
    reading by hand with the sheet, the header and the encoding that were found: ``read`` reads the file again with
    parts of it changed. ``sheets`` and ``fillable`` are what can be chosen there: the workbook's sheets, and columns
    that seem to be filled only where their value changes. ``data``: the file itself, if any.
    """

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    places: np.ndarray = field(default_factory=lambda: np.arange(0))
    taken: Reading = field(default_factory=Reading)
    sheets: tuple[str, ...] = ()
    fillable: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)

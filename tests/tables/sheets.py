"""A sheet of eight shops, and the choice of its columns that suits it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from metacore.tables.choice import Choice
from metacore.tables.reading import Sheet
from tests import files

CHOICE = Choice("shop", "price", ("size", "age"), "regression")


def sheet(**changes: object) -> Sheet:
    """Eight shops with twelve rows each; ``changes`` replace or add columns."""
    frame = pd.DataFrame(files.ROWS, columns=files.HEADER).astype(dict.fromkeys(files.HEADER[1:], "float64"))
    return Sheet("shops", frame.assign(**{name: _typed(column) for name, column in changes.items()}))


def _typed(column: Any) -> Any:
    if isinstance(column, pd.DatetimeIndex):
        return column
    return pd.array(list(column), dtype="str" if any(isinstance(cell, str) for cell in column) else "float64")

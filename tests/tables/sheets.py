"""A sheet of eight shops, and the choice of its columns that suits it."""

from __future__ import annotations

import pandas as pd

from metacore.tables.choice import Choice
from metacore.tables.reading import Sheet
from tests import files

CHOICE = Choice("shop", "price", ("size", "age"), "regression")


def sheet(**changes: object) -> Sheet:
    """Eight shops with twelve rows each; ``changes`` replace or add columns."""
    frame = pd.DataFrame(files.ROWS, columns=files.HEADER).astype(dict.fromkeys(files.HEADER[1:], "float64"))
    plain = {
        name: pd.array(list(column), dtype="str" if any(isinstance(v, str) for v in column) else "float64")  # type: ignore[attr-defined]
        for name, column in changes.items()
    }
    return Sheet("shops", frame.assign(**plain))

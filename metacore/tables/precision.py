"""Which columns single precision, in which is learned, can't hold even once they are scaled."""

from __future__ import annotations

import numpy as np

from metacore.tables.columns import quoted
from metacore.tables.table import Table

KEPT = 0.95  # of the different numbers of a column, or single precision is too little for it


def blurred_columns(table: Table) -> list[str]:
    """A sentence for each feature, and for the target, of which many numbers become one."""
    columns = {**dict(zip(table.features, table.x.T, strict=True)), table.target: table.y[:, 0]}
    return [
        f"Column {quoted(name)}: of its {found[1]:,} different numbers, {found[0]:,} can be told apart in single "
        "precision, in which is learned. Look for a value far from all others, or take an offset off."
        for name, values in columns.items()
        if (found := blurred(values))
    ]


def blurred(values: np.ndarray) -> tuple[int, int] | None:
    """How many different numbers single precision makes of how many, once scaled; None where nearly all stay apart.

    >>> blurred(np.arange(8412000000.0, 8412000239.0)), blurred(np.array([1e12, *np.arange(9.0)]))
    (None, (2, 10))
    """
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    scaled = (values - values.mean()) / (values.std() or 1)
    there, left = len(np.unique(values)), len(np.unique(scaled.astype(np.float32)))
    return (left, there) if left < KEPT * there else None

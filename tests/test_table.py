"""Tables are what they hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metacore.tables.table import Table


def test_tables_are_equal_where_their_content_is() -> None:
    rows = np.ones((2, 1), np.float32)
    table = Table("a", "regression", rows, rows, np.zeros(2, int), ("one",), ("f",), "t")
    assert table == replace(table, x=rows.copy())
    assert hash(table) == hash(replace(table, x=rows.copy()))
    assert table != replace(table, x=2 * rows)
    assert table != replace(table, tasks=("two",))

"""Parquet files."""

from __future__ import annotations

import io
from typing import Any

from metacore.tables.columns import LIMITS, DataError, Raw, check_cells, check_size, check_some, quoted

ROWS_AT_ONCE = 10_000


def parse(data: bytes) -> Raw:
    """The columns of plain numbers, texts, dates and truth values; others are left out. Raises DataError."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data))
    schema = file.schema_arrow
    check_size(file.metadata.num_rows, len(schema))
    usable = [number for number, column in enumerate(schema) if _plain(column.type)]
    notes = [
        f"Column {quoted(column.name)} is left out: its cells hold {column.type}, neither text nor number."
        for number, column in enumerate(schema)
        if number not in usable
    ]
    columns: list[list[Any]] = [[] for _ in usable]
    size = 0
    for batch in file.iter_batches(ROWS_AT_ONCE):  # one after the other, so that what is held never grows too large
        size += batch.nbytes
        if size > LIMITS.unpacked:
            what = f"it would unpack to more than {LIMITS.unpacked / 2**20:.0f} MB."
            raise DataError("The file", what, "Keep only the rows and columns you need.")
        for column, number in zip(columns, usable, strict=True):
            column += batch.column(number).to_pylist()
    rows = len(columns[0]) if columns else 0
    check_some(bool(usable), bool(rows))
    check_size(rows, len(columns))
    for row, cells in enumerate(zip(*columns, strict=True), 1):
        check_cells(cells, f"Row {row}")
    return Raw([schema[number].name for number in usable], columns, range(1, rows + 1), notes=notes)


def _plain(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_null,
             types.is_string, types.is_large_string, types.is_string_view, types.is_date, types.is_timestamp,
             types.is_time)  # fmt: skip
    return any(test(kind) for test in tests)

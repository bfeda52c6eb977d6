"""Parquet files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from metacore.tables.columns import LIMITS, DataError, Raw, check_size, check_some, quoted
from metacore.tables.options import Reading

ROWS_AT_ONCE = 10_000


def parse(data: bytes, reading: Reading) -> Raw:
    """The columns of plain numbers, texts, dates and truth values; others are left out. Raises DataError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data))
    schema, rows = file.schema_arrow, file.metadata.num_rows
    check_size(rows, len(schema), rows * len(schema))
    usable = [number for number, column in enumerate(schema) if _plain(column.type)]
    notes = [
        f"Column {quoted(column.name)} is left out: its cells hold {column.type}, neither text nor number."
        for number, column in enumerate(schema)
        if number not in usable
    ]
    check_some(bool(usable), bool(rows))
    batches: list[Any] = []
    size = 0
    for batch in file.iter_batches(ROWS_AT_ONCE):  # one after the other, so that what is held never grows too large
        size += batch.nbytes
        if size > LIMITS.unpacked:
            what = f"it would unpack to more than {LIMITS.unpacked / 2**20:.0f} MB."
            raise DataError("The file", what, "Keep only the rows and columns you need.")
        batches.append(batch)
    table = pa.Table.from_batches(batches)
    columns = [table.column(number).combine_chunks() for number in usable]
    check_some(True, bool(table.num_rows))
    check_size(table.num_rows, len(columns), table.num_rows * len(columns))
    return Raw([schema[number].name for number in usable], columns, np.arange(1, table.num_rows + 1), notes=notes)


def _plain(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_null,
             types.is_string, types.is_large_string, types.is_string_view, types.is_date, types.is_timestamp,
             types.is_time, types.is_duration)  # fmt: skip
    return any(test(kind) for test in tests)

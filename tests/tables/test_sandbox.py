"""Reading in a process of its own: the same tables, and a sentence where it takes too much."""

from __future__ import annotations

from threading import BoundedSemaphore

import pandas as pd
import pyarrow as pa
import pytest

from metacore.tables import sandbox
from metacore.tables.columns import LIMITS, DataError
from metacore.tables.reading import read, read_apart
from tests import files


def test_apart_gives_the_same_and_refuses_the_same() -> None:
    name, data = files.GOOD["semicolon"]
    one, other = read(data(), name), read_apart(data(), name)
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.notes == other.notes
    with pytest.raises(DataError, match=r"Line 98: .*quotation mark"):
        read_apart(files.REFUSED["an open quote"].data(), "a\0b\n.csv")


def test_a_file_that_takes_too_much_memory_is_a_sentence() -> None:
    """Four megabytes that stand once in the file and ten thousand times in its column."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000, pa.int32()), ["x" * 4 * 2**20])
    data = files.parquet(a=column, b=pa.array(range(10_000)))
    assert len(data) < LIMITS.bytes
    with pytest.raises(DataError, match="memory"):
        read_apart(data, "a.parquet")


def test_time_a_crash_and_a_queue_are_sentences_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(sandbox, "PATIENCE", 0.01)
        with pytest.raises(DataError, match=r"within 0\.01 seconds"):
            read_apart(files.csv(), "a.csv")
    with monkeypatch.context() as crashed:
        crashed.setattr(sandbox.sys, "executable", "false")
        with pytest.raises(DataError, match="too much memory or time"):
            read_apart(files.csv(), "a.csv")
    with monkeypatch.context() as busy:
        busy.setattr(sandbox, "PATIENCE", 0.01)
        busy.setattr(sandbox, "_places", BoundedSemaphore(1))
        with sandbox._places, pytest.raises(DataError, match="other visitors"):
            read_apart(files.csv(), "a.csv")
    assert len(read_apart(files.csv(), "a.csv").frame) == 96

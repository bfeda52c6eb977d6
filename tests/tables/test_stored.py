"""What files store by columns, with types of their own."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from metacore.tables.encoding import is_date
from metacore.tables.reading import Sheet, read, read_apart
from tests import files


def parquet(**columns: object) -> Sheet:
    return read(files.parquet(**columns), "a.parquet")


NUMBERS = {
    "decimals": pa.array([Decimal("1.50"), None, Decimal("-3")]),
    "whole": pa.array([1, None, -3], pa.int16()),
    "unsigned": pa.array([1, None, 3], pa.uint64()),
    "half": pa.array(np.array([1.5, np.nan, -3], np.float16)),
    "nullable": pa.array(pd.array([1, None, 3], dtype="Int64")),
    "categories": pa.array([1.5, None, 2]).dictionary_encode(),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_every_kind_are_numbers(name: str) -> None:
    cells = NUMBERS[name]
    found = parquet(x=cells).frame.x
    expected = [np.nan if cell is None or cell != cell else float(cell) for cell in cells.to_pylist()]
    np.testing.assert_array_equal(found, expected)


def test_stamps_and_days_are_dates_and_spans_are_seconds() -> None:
    noon = datetime.datetime(2024, 1, 31, 12)
    zone = datetime.timezone(datetime.timedelta(hours=2))
    found = parquet(
        stamp=pa.array([noon, None]), day=pa.array([noon.date(), None]),
        fine=pa.array([noon, None], pa.timestamp("ns")),
        away=pa.array([noon.replace(tzinfo=zone), None]), span=pa.array([datetime.timedelta(minutes=2), None]),
    )  # fmt: skip
    frame = found.frame
    assert all(is_date(frame[name]) and frame[name].isna()[1] for name in ("stamp", "day", "fine", "away"))
    assert frame.stamp[0] == frame.fine[0] == pd.Timestamp(noon) and frame.day[0] == pd.Timestamp("2024-01-31")
    assert frame.away[0] == pd.Timestamp("2024-01-31 10:00")
    assert frame.span[0] == 120 and found.units == {"span": "s"}


def test_truths_and_categories_are_texts_and_nested_columns_are_left_out() -> None:
    texts = pa.array(["a", "b", "a"]).dictionary_encode()
    found = parquet(truth=pa.array([True, None, False]), kind=texts, nested=[[1], [2], [3]])
    assert found.frame.truth.tolist()[::2] == ["true", "false"] and found.frame.kind.tolist() == ["a", "b", "a"]
    assert list(found.frame) == ["truth", "kind"] and any("“nested” is left out" in note for note in found.notes)


def test_whole_numbers_that_would_lose_digits_are_names() -> None:
    assert parquet(x=[2**60 + 1, 2**60 + 2]).frame.x.tolist() == [str(2**60 + 1), str(2**60 + 2)]


def test_cells_of_a_workbook_keep_what_they_are() -> None:
    noon = datetime.datetime(2024, 1, 31, 12)
    rows = [(noon, True, datetime.timedelta(hours=30), 1.5, "007"), (noon.date(), False, None, "2,5", 7)]
    found = read(files.xlsx(rows, ("day", "truth", "span", "number", "code")), "a.xlsx").frame
    assert found.day.tolist() == [pd.Timestamp(noon), pd.Timestamp("2024-01-31")]
    assert found.truth.tolist() == ["true", "false"] and found.span[0] == 108000
    assert found.number.tolist() == [1.5, 2.5] and found.code.tolist() == ["007", "7"]


def test_dates_and_units_come_out_of_the_other_process() -> None:
    data = b"x;y;z\nA;1-Mar-24;4 %\nB;2-Mar-24;5 %\n"
    here, apart = read(data, "a.csv"), read_apart(data, "a.csv")
    pd.testing.assert_frame_equal(here.frame, apart.frame)
    assert here.units == apart.units == {"z": "%"} and here.taken == apart.taken and here.ways == apart.ways
    assert here.places.tolist() == apart.places.tolist() == [2, 3]

"""Dates as people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from metacore.tables.encoding import is_date
from metacore.tables.options import DATE, DAY_FIRST, MONTH_FIRST, TEXT, Reading
from metacore.tables.reading import Sheet, read
from tests import files


def column(*cells: str, **ways: str) -> Sheet:
    rows = "\n".join(f"k\t{cell}" for cell in cells)
    return read(f"x\ty\n{rows}\n".encode(), "a.tsv", Reading(columns=ways))


def days(*cells: str, **ways: str) -> list[str]:
    found = column(*cells, **ways).frame.y
    assert is_date(found), found
    return [day.isoformat() if day != day.normalize() else str(day.date()) for day in found]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-01", "2024-03-01"), ("2024-3-1", "2024-03-01"), ("2024/03/01", "2024-03-01"),
        ("2024.03.01", "2024-03-01"), ("2024-03", "2024-03-01"), ("2024-03-01T12:30:00", "2024-03-01T12:30:00"),
        ("2024-03-01 12:30", "2024-03-01T12:30:00"), ("2024-03-01T12:30:00Z", "2024-03-01T12:30:00"),
        ("2024-03-01T12:30:00+02:00", "2024-03-01T10:30:00"),
        ("2024-03-01 12:30:15.500000", "2024-03-01T12:30:15.500000"),
        ("31/03/2024", "2024-03-31"), ("31.3.2024", "2024-03-31"), ("31-03-2024", "2024-03-31"),
        ("31.03.24", "2024-03-31"),
        ("31/03/99", "1999-03-31"), ("03/31/2024 1:05 PM", "2024-03-31T13:05:00"),
        ("31.03.2024 13:05 Uhr", "2024-03-31T13:05:00"),
        ("01-Mar-2024", "2024-03-01"), ("1-Mar-24", "2024-03-01"), ("1 March 2024", "2024-03-01"),
        ("1st March 2024", "2024-03-01"), ("March 1, 2024", "2024-03-01"), ("Mar 1st, 2024", "2024-03-01"),
        ("Fri, 1 Mar 2024", "2024-03-01"), ("1. März 2024", "2024-03-01"), ("1. Mrz. 2024", "2024-03-01"),
        ("Freitag, 1. März 2024", "2024-03-01"), ("3. Okt. 2024", "2024-10-03"), ("1er mars 2024", "2024-03-01"),
        ("3 févr. 2024", "2024-02-03"), ("14 août 2024", "2024-08-14"), ("14 AOUT 2024", "2024-08-14"),
        ("1 de enero de 2024", "2024-01-01"), ("3 dic 2024", "2024-12-03"), ("5 mayo 2024", "2024-05-05"),
        ("2024年3月1日", "2024-03-01"), ("24年3月1日", "2024-03-01"), ("2024年3月", "2024-03-01"),
        ("March 2024", "2024-03-01"),
        ("Mar-24", "2024-03-01"), ("20240301T1230", ""),
    ],
)  # fmt: skip
def test_common_forms_are_dates(cell: str, day: str) -> None:
    if day:
        assert days(cell, cell) == [day, day]
    else:
        assert not is_date(column(cell, cell).frame.y)


def test_the_order_is_the_one_under_which_all_cells_are_dates() -> None:
    assert days("01/02/2024", "13/02/2024") == ["2024-02-01", "2024-02-13"]
    assert days("01/02/2024", "02/13/2024") == ["2024-01-02", "2024-02-13"]
    assert days("01.02.2024", "02.03.2024") == ["2024-02-01", "2024-03-02"]
    many = [f"{month:02}/{1 + month}/2024" for month in range(1, 13)] * 50
    assert days(*many, "12/31/2024")[-1] == "2024-12-31"


def test_where_both_orders_fit_it_is_said_which_was_taken_and_can_be_changed() -> None:
    found = column("01/02/2024", "03/04/2024")
    assert found.ways["y"] == MONTH_FIRST and any("day/month as well" in note for note in found.notes)
    assert days("01/02/2024", "03/04/2024", y=DAY_FIRST) == ["2024-02-01", "2024-04-03"]
    clear = column("01/02/2024", "13/04/2024")
    assert clear.ways["y"] == DAY_FIRST and not any("as well" in note for note in clear.notes)
    assert not any("as well" in note for note in column("01/01/2024", "02/02/2024").notes)


def test_what_is_no_date_among_dates_is_missing_and_said() -> None:
    found = column(*["2024-01-02"] * 19, "soon", "")
    assert found.frame.y.isna().sum() == 2 and any("“soon” in line 21" in note for note in found.notes)
    wrong = column(*["31/01/2024"] * 19, "31/02/2024")
    assert wrong.frame.y.isna().sum() == 1 and any("“31/02/2024”" in note for note in wrong.notes)


@pytest.mark.parametrize(
    "cells", [("1.2.10", "1.10.3"), ("Branch 1 2024", "Branch 2 2024"), ("10.0.0.1", "10.0.0.2"), ("2024", "2025")]
)
def test_what_only_looks_like_a_date_is_none(cells: tuple[str, ...]) -> None:
    assert not is_date(column(*cells).frame.y)


def test_dates_may_be_had_as_the_text_they_were() -> None:
    assert column("1-Mar-24", y=TEXT).frame.y.tolist() == ["1-Mar-24"]


def test_numbers_may_be_had_as_the_dates_that_they_spell() -> None:
    assert column("20240131", "20240201").frame.y.tolist() == [20240131, 20240201]
    assert days("20240131", "20240201", y=DATE) == ["2024-01-31", "2024-02-01"]
    stored = read(files.parquet(y=[20240131, 20240201]), "a.parquet", Reading(columns={"y": DATE})).frame.y
    assert stored.tolist() == [pd.Timestamp("2024-01-31"), pd.Timestamp("2024-02-01")]


def test_many_distinct_dates_are_read_like_few() -> None:
    stamps = pd.date_range("2024-01-01", periods=3000, freq="7h")
    assert column(*stamps.strftime("%d/%m/%Y %H:%M")).frame.y.tolist() == stamps.tolist()

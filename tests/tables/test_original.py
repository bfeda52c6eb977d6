"""The cells of a file as they stand in it, row by row beside what they were read as."""

from __future__ import annotations

import datetime
import io

import numpy as np
import openpyxl
import pytest

from metacore.tables.reading import read
from tests import files
from tests.tables.sheets import sheet


@pytest.mark.parametrize("kind", files.GOOD)
def test_every_row_that_was_read_has_its_cells(kind: str) -> None:
    name, data = files.GOOD[kind]
    found = read(data(), name)
    header, rows = found.original()
    assert header == list(found.frame) == list(files.HEADER)
    for cells, line in zip(rows, files.ROWS, strict=True):
        assert [str(cell).replace(",", ".") for cell in cells] == list(map(str, line))


def test_a_workbooks_dates_and_truth_values_stay_what_they_are() -> None:
    book = openpyxl.Workbook()
    rows = [("a", datetime.datetime(2020, 1, 2), True, None), ("b", datetime.datetime(2021, 1, 2), False, 2.5)]
    for row in (("name", "day", "open", None), *rows):
        book.active.append(row)
    book.active["D1"] = "size"
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "a.xlsx").original() == (["name", "day", "open", "size"], rows)


def test_what_is_from_no_file_is_what_it_holds() -> None:
    header, rows = sheet().original()
    assert header == list(files.HEADER)
    np.testing.assert_array_equal([row[1:] for row in rows], [row[1:] for row in files.ROWS])

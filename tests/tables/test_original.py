"""The cells of a file as they stand in it, row by row beside what they were read as."""

from __future__ import annotations

import datetime
import io

import numpy as np
import openpyxl
import pytest

from metacore.tables.reading import original, read
from tests import files
from tests.tables.sheets import sheet


@pytest.mark.parametrize("kind", files.GOOD)
def test_every_row_that_was_read_has_its_cells(kind: str) -> None:
    name, data = files.GOOD[kind]
    found = read(data(), name)
    header, rows = original(found)
    assert header == list(found.frame) == list(files.HEADER)
    for number, ((cells, row), line) in enumerate(zip(rows, files.ROWS, strict=True)):
        assert row == number
        assert cells[0] == line[0]
        assert [float(str(cell).replace(",", ".")) for cell in cells[1:]] == list(line[1:])


def test_a_workbooks_dates_and_truth_values_stay_what_they_are() -> None:
    book = openpyxl.Workbook()
    rows = [("a", datetime.date(2020, 1, 2), True, None), ("b", datetime.date(2021, 1, 2), False, 2.5)]
    for row in (("name", "day", "open", None), *rows):
        book.active.append(row)
    book.active["D1"] = "size"
    out = io.BytesIO()
    book.save(out)
    assert original(read(out.getvalue(), "a.xlsx")) == (
        ["name", "day", "open", "size"],
        list(zip(rows, range(2), strict=True)),
    )


def test_what_is_from_no_file_is_what_it_holds() -> None:
    header, rows = original(sheet())
    assert header == list(files.HEADER)
    np.testing.assert_array_equal([cells[1:] for cells, _ in rows], [row[1:] for row in files.ROWS])

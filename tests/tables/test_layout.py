"""Rows that are no data: titles, units, totals; groups that are named once; and which sheet it is."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from metacore.tables.columns import DataError
from metacore.tables.options import Reading
from metacore.tables.reading import Sheet, read
from tests import files

TITLE = ["Takings of all branches, spring", "drawn up 3 March", ""]


def text(*lines: str, **reading: object) -> Sheet:
    return read("\n".join(lines).encode(), "a.csv", Reading(**reading))  # type: ignore[arg-type]


def table() -> list[str]:
    return files.csv().decode().split("\n")


def workbook(**sheets: list[tuple[object, ...]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(sheet: Sheet, *words: str) -> bool:
    return any(all(word in note for word in words) for note in sheet.notes)


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        ['"Takings, spring",,,', "drawn up,3 March,,", ",,,"],
        ["Branch:,all", "Period:,spring", ""],
        [",2023,,"],
    ],
)
def test_rows_above_the_names_are_skipped_and_said(title: list[str]) -> None:
    found = text(*title, *table())
    assert tuple(found.frame) == files.HEADER and len(found.frame) == 96
    assert said(found, "above the names of the columns skipped", f"in line {len(title) + 1}")
    assert found.taken.header == len(title) + 1 and found.places[0] == len(title) + 2


def test_a_title_is_skipped_in_a_workbook_too() -> None:
    found = read(saved(workbook(a=[("Takings",), (), files.HEADER, *files.ROWS])), "a.xlsx")
    assert tuple(found.frame) == files.HEADER and found.taken.header == 3 and found.places[0] == 4


@pytest.mark.parametrize("header", ["shop,2020,2021", ",size,price", "a,b,c"])
def test_a_first_row_that_is_full_names_the_columns(header: str) -> None:
    found = text(header, *(f"A,{n},word {n}" for n in range(9)))
    assert len(found.frame) == 9 and found.taken.header == 1


def test_any_row_can_be_named_the_header() -> None:
    found = text("one,two", "shop,price", "A,1", "A,2", header=2)
    assert list(found.frame) == ["shop", "price"] and len(found.frame) == 2
    with pytest.raises(DataError, match="Line 9: nothing stands there"):
        text("shop,price", "A,1", header=9)


def test_names_of_columns_may_be_years_and_days() -> None:
    rows = [("shop", 2024, datetime.date(2024, 3, 1)), ("A", 1, 2), ("B", 3, 4)]
    assert list(read(saved(workbook(a=rows)), "a.xlsx").frame) == ["shop", "2024", "2024-03-01"]


def test_the_fullest_sheet_is_proposed_and_another_can_be_chosen() -> None:
    data = saved(
        workbook(cover=[("Report",)], codes=[("code", "name"), ("A", "Ann")], data=[files.HEADER, *files.ROWS])
    )
    found = read(data, "a.xlsx")
    assert len(found.frame) == 96 and found.taken.sheet == "data" and found.sheets == ("cover", "codes", "data")
    assert said(found, "Of 3 sheets, “data” holds the most", "“cover”, “codes”")
    other = read(data, "a.xlsx", Reading(sheet="codes"))
    assert other.frame.name.tolist() == ["Ann"] and said(other, "“codes” was chosen")
    with pytest.raises(DataError, match=r"no sheet “x”.*“cover”"):
        read(data, "a.xlsx", Reading(sheet="x"))


def test_merged_cells_hold_their_value_in_every_row() -> None:
    book = workbook(a=[files.HEADER, *files.ROWS])
    for top in range(2, 98, 12):
        book["a"].merge_cells(f"A{top}:A{top + 11}")
    found = read(saved(book), "a.xlsx")
    assert found.frame.shop.tolist() == [row[0] for row in files.ROWS]
    assert said(found, "8 merged cells")


def test_a_title_over_several_columns_is_one_cell() -> None:
    book = workbook(a=[("Takings", None, None, None), files.HEADER, *files.ROWS])
    book["a"].merge_cells("A1:D1")
    assert tuple(read(saved(book), "a.xlsx").frame) == files.HEADER


def grouped() -> list[str]:
    """Eight shops, each named in its first row only."""
    return [files.csv().decode().split("\n")[0]] + [
        ",".join(map(str, row if not n % 12 else ("", *row[1:]))) for n, row in enumerate(files.ROWS)
    ]


def test_filling_down_is_offered_and_done_when_asked() -> None:
    found = text(*grouped())
    assert found.fillable == ("shop",) and said(found, "“shop” is filled only where", "filled down")
    assert found.frame.shop.notna().sum() == 8
    full = text(*grouped(), fill_down=("shop",))
    assert full.frame.shop.tolist() == [row[0] for row in files.ROWS] and full.fillable == ()
    sparse = text("shop,remark,price", *(f"A,{'late' if n % 5 == 0 else ''},{n}" for n in range(20)))
    assert sparse.fillable == ()


@pytest.mark.parametrize(
    ("units", "found"),
    [
        ("name,°C,-,EUR", {"size": "°C", "price": "EUR"}),
        (",[m],[years],", {"size": "m", "age": "years"}),
        ("-,m²,,", {"size": "m²"}),
        ("(text),(m),(a),(€)", {"size": "m", "age": "a", "price": "€"}),
    ],
)
def test_a_row_of_units_is_no_data(units: str, found: dict[str, str]) -> None:
    header, *rows = table()
    sheet = text(header, units, *rows)
    assert sheet.units == found and len(sheet.frame) == 96 and sheet.frame["size"].dtype == "float64"
    assert said(sheet, "Line 2 holds units") and sheet.places[0] == 3
    kept = text(header, units, *rows, keep=("units_row",))
    assert len(kept.frame) == 97 and kept.units == {}


@pytest.mark.parametrize("row", ["shop 0,1,2,3", "shop 9,big,1,2", "shop 0,big,old,cheap", "shop 0,,,"])
def test_a_first_row_of_data_is_data(row: str) -> None:
    header, *rows = table()
    assert len(text(header, row, *rows).frame) == 97


def totalled(word: str, each: float = 1.0) -> list[str]:
    """Three shops of four rows, a total below each and one at the end."""
    lines, whole = ["shop,kind,amount,rate"], 0.0
    for shop in range(3):
        amounts = [shop + n + 0.25 for n in range(4)]
        lines += [f"shop {shop},a,{amount},0.5" for amount in amounts]
        lines.append(f"shop {shop} {word},,{sum(amounts) * each},")
        whole += sum(amounts)
    return [*lines, f"{word},,{whole * each},"]


WORDS = ("Total", "total", "Subtotal", "Sum", "Summe", "Gesamt", "Zwischensumme", "Total général", "合计", "小计")


@pytest.mark.parametrize("word", WORDS)
def test_rows_that_are_sums_of_others_are_left_out_unless_wanted(word: str) -> None:
    found = text(*totalled(word))
    assert len(found.frame) == 12 and found.frame.amount.sum() == 33
    assert said(found, "4 lines left out as sums of the rows above: line 6, 11, 16, 17")
    assert 6 not in found.places and 7 in found.places
    assert len(text(*totalled(word), keep=("subtotals",)).frame) == 16


def test_rows_that_say_total_but_add_up_to_nothing_are_kept_and_said() -> None:
    found = text(*totalled("Total", each=0.9), *(f"shop {n},a,1,0.5" for n in range(40)))
    assert len(found.frame) == 56 and said(found, "4 lines with a word like “total” kept", "line 6")
    stations = text("station,litres", *(f"Total Nord {n // 9},{n % 7 + 1}" for n in range(45)))
    assert len(stations.frame) == 45


def test_a_total_below_groups_that_were_filled_down_is_found() -> None:
    lines = grouped()
    sums = [sum(row[column] for row in files.ROWS) for column in (1, 2, 3)]
    found = text(*lines, f"Total,{sums[0]},{sums[1]},{sums[2]}", fill_down=("shop",))
    assert len(found.frame) == 96

"""Numbers as people write them, and names that only look like numbers."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.tables.options import COMMA, NUMBER, POINT, TEXT, Reading
from metacore.tables.reading import Sheet, read

NARROW, THIN, HARD = "\u202f", "\u2009", "\u00a0"


def column(*cells: str, separator: str = ";", other: str = "k", **ways: str) -> Sheet:
    """A sheet with the cells in its column y, below each other, beside a column x."""
    rows = "\n".join(f"{other}{separator}{cell}" for cell in cells)
    return read(f"x{separator}y\n{rows}\n".encode(), "a.csv", Reading(columns=ways))


def said(sheet: Sheet, *words: str) -> bool:
    return any(all(word in note for word in words) for note in sheet.notes)


@pytest.mark.parametrize(
    ("cells", "numbers", "unit"),
    [
        (("35 755,00", "7,5"), [35755, 7.5], ""),
        ((f"35{HARD}755,00", f"1{NARROW}234{NARROW}567,5"), [35755, 1234567.5], ""),
        ((f"1{THIN}234.5", "12"), [1234.5, 12], ""),
        (("1'234'567.25", "1’000.5"), [1234567.25, 1000.5], ""),
        (("1.234.567,5", "2,25"), [1234567.5, 2.25], ""),
        (("1,234,567.5", "2.25"), [1234567.5, 2.25], ""),
        (("12,34,567.5", "2.25"), [1234567.5, 2.25], ""),
        (("1.234.567", "2.000.000"), [1234567, 2000000], ""),
        (("0,125", "0,250"), [0.125, 0.25], ""),
        (("0.125", "0.250"), [0.125, 0.25], ""),
        (("(1,234.5)", "12.5"), [-1234.5, 12.5], ""),
        (("($1,234.50)", "$12.5"), [-1234.5, 12.5], "$"),
        (("-$1,234.50", "$ 12.5"), [-1234.5, 12.5], "$"),
        (("4.5 %", "10%"), [4.5, 10], "%"),
        (("€ 3,575.50", "€ 782.00"), [3575.5, 782], "€"),
        (("3.575,50 €", "782,00 €"), [3575.5, 782], "€"),
        (("CHF 1'200.50", "CHF 7"), [1200.5, 7], "CHF"),
        (("12 kg", "1,5 kg"), [12, 1.5], "kg"),
        (("50 km/h", "7.5 km/h"), [50, 7.5], "km/h"),
        (("9.7 °C", "-3 °C"), [9.7, -3], "°C"),
        (("120 mmHg", "80 mmHg"), [120, 80], "mmHg"),
        (("5 mg/dL", "7.25 mg/dL"), [5, 7.25], "mg/dL"),
        (("１２．５", "－３"), [12.5, -3], ""),
        (("232.75元", "512元"), [232.75, 512], "元"),
        (("−1,5", "+2,5"), [-1.5, 2.5], ""),
        (("1.5E3", "2e-2"), [1500, 0.02], ""),
    ],
)  # fmt: skip
def test_numbers_are_read_with_their_marks_and_units(cells: tuple[str, ...], numbers: list[float], unit: str) -> None:
    found = column(*cells)
    assert found.frame.y.tolist() == numbers and found.units.get("y", "") == unit


def test_what_may_be_either_is_said_and_follows_the_rest_of_the_file() -> None:
    points = column("1.234", "5.678")
    assert points.frame.y.tolist() == [1.234, 5.678] and said(points, "“1.234” was read as 1.234", "1234 as well")
    beside = read(b"x;y\n0,5;1.234\n7,25;5.678\n", "a.csv")
    assert beside.frame.y.tolist() == [1234, 5678] and said(beside, "“y”", "“1.234” was read as 1234")
    commas = read(b'x,y\n1,"1,234"\n2,"5,678"\n', "a.csv")
    assert commas.frame.y.tolist() == [1234, 5678] and said(commas, "“1,234” was read as 1234", "1.234 as well")
    certain = read(b'x,y\n1,"1,234"\n2,"5,678.5"\n', "a.csv")
    assert certain.frame.y.tolist() == [1234, 5678.5] and not said(certain, "as well")


def test_which_mark_it_is_can_be_said_by_hand() -> None:
    assert column("1.234", "5.678", y=COMMA).frame.y.tolist() == [1234, 5678]
    assert column("1,234", "5,678", y=POINT).frame.y.tolist() == [1234, 5678]
    assert column("1,234", "5,678", y=COMMA).frame.y.tolist() == [1.234, 5.678]
    for cells in (("1.234", "5.678"), ("1,234", "5,678")):
        found = column(*cells)
        again = column(*cells, y=found.ways["y"])
        assert again.frame.equals(found.frame)


def test_two_units_in_a_column_are_not_mixed() -> None:
    found = column(*["5 kg", "500 g"] * 10)
    assert found.frame.y.dtype == "str" and said(found, "“y”", "mixes numbers and text")
    few = column(*["5 kg"] * 19, "500 g")
    assert few.frame.y.isna().sum() == 1 and few.units == {"y": "kg"} and said(few, "“500 g” in line 21")


def test_houses_are_no_quantities() -> None:
    """“12 a” is another house than 12."""
    found = column("12", "12a", "13", "14", "15", "16 m")
    assert found.frame.y.dtype == "str" and not found.units


@pytest.mark.parametrize(
    "cells",
    [
        ("007", "7", "42", "0042"),
        ("1E3", "1e3", "1000"),
        ("1E3", "77", "204"),
        ("01", "02", "10", "11"),
        ("12345678901234567", "12345678901234568"),
    ],
)
def test_a_column_that_names_things_keeps_its_text(cells: tuple[str, ...]) -> None:
    found = column(*cells)
    assert found.frame.y.tolist() == list(cells)
    if len(cells[0]) < 15:
        assert said(found, "“y” holds names like", "stays text")
        assert column(*cells, y=NUMBER).frame.y.tolist() == [float(cell) for cell in cells]


def test_zero_and_fractions_of_it_are_numbers() -> None:
    assert column("0", "0.5", "10").frame.y.tolist() == [0, 0.5, 10]


def test_numbers_may_be_had_as_the_text_they_were() -> None:
    assert column("1.50", "-", "2", y=TEXT).frame.y.tolist() == ["1.50", "-", "2"]


def test_one_name_written_in_several_ways_is_one() -> None:
    cafes = [
        "Caf\u00e9 Nord",
        "Cafe\u0301 Nord",
        f"Caf\u00e9{HARD}Nord",
        "  Caf\u00e9 \u3000 Nord ",
        "Caf\u00e9\u200b Nord",
    ]
    found = column(*cafes)
    assert set(found.frame.y) == {"Caf\u00e9 Nord"}
    capitals = column("Branch A", "branch a", "Branch B")
    assert capitals.frame.y.nunique() == 3 and said(capitals, "“Branch A” and “branch a” differ by capitals only")


def test_many_numbers_are_read_like_few() -> None:
    """More than the sample that is looked at first, written in the way that takes longest."""
    values = np.random.default_rng(0).integers(0, 10**7, 3000) / 100
    cells = [f"{value:,.2f} €".replace(",", " ").replace(".", ",") for value in values]
    np.testing.assert_array_equal(column(*cells).frame.y, values)

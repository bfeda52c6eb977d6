"""What says that something is missing, what only looks so; and yes and no."""

from __future__ import annotations

import pytest

from metacore.tables.cells.missing import SIGNS
from metacore.tables.options import TEXT, YES_NO, Reading
from metacore.tables.reading import Sheet, read


def column(*cells: str, missing: tuple[str, ...] = (), **ways: str) -> Sheet:
    rows = "\n".join(f"k\t{cell}" for cell in cells)
    return read(f"x\ty\n{rows}\n".encode(), "a.tsv", Reading(columns=ways, missing=missing))


def said(sheet: Sheet, *words: str) -> bool:
    return any(all(word in note for word in words) for note in sheet.notes)


@pytest.mark.parametrize(
    "cells",
    [
        ("NA", "DE", "FR", "US"),
        ("Null", "Smith", "Jones", "Garcia"),
        ("None", "Mild", "Severe", "Mild"),
        ("none", "mild", "severe"),
        ("NULL", "SMITH", "LEE"),
        ("Nan", "Ann", "Bob"),
    ],
)
def test_words_that_are_values_like_the_others_are_kept(cells: tuple[str, ...]) -> None:
    found = column(*cells)
    assert found.frame.y.tolist() == list(cells)
    assert said(found, f"“{cells[0]}” was kept as a text like the others")


@pytest.mark.parametrize(
    "cells",
    [
        ("NA", "Germany", "France"),
        ("NA", "USA", "DEU"),
        ("nan", "red", "blue"),
        ("null", "Smith", "Jones"),
        ("NULL", "CA", "NY"),
        ("None", "mild", "severe"),
        ("NaN", "Ann", "Bob"),
        ("NA", "1.5", "2"),
        ("None", "1", "2"),
        ("null", "2024-01-01", "2024-01-02"),
        ("NA", "Yes", "yes", "no"),
        ("n/a", "DE", "FR"),
    ],
)
def test_words_that_are_unlike_the_others_are_missing_and_counted(cells: tuple[str, ...]) -> None:
    found = column(cells[0], *cells)
    assert found.frame.y.isna().tolist() == [True, True] + [False] * (len(cells) - 1)
    assert said(found, "“y”: 2 cells taken as missing", f"say “{cells[0]}”")


def test_a_column_that_says_nothing_but_missing_is_empty() -> None:
    found = column("None", "None", "None")
    assert found.frame.y.isna().all() and said(found, "“y” is empty") and said(found, "3 cells")


def test_signs_are_missing_everywhere() -> None:
    assert column(*sorted(SIGNS), "word").frame.y.isna().sum() == len(SIGNS)


def test_what_is_missing_can_be_said_by_hand() -> None:
    assert column("NA", "Germany", y=TEXT).frame.y.tolist() == ["NA", "Germany"]
    found = column("-999", "1", "2", missing=("-999",))
    assert found.frame.y.isna().tolist() == [True, False, False] and said(found, "1 cell taken as missing", "-999")
    assert column("NA", "DE", "FR", missing=("NA",)).frame.y.isna().sum() == 1


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        (("Yes", "yes", "Y", "TRUE", "1"), ("No", "N", "FALSE", "0")),
        (("ja", "Ja", "J"), ("nein", "N")),
        (("oui", "OUI"), ("non",)),
        (("sí", "si"), ("no",)),
        (("是", "真"), ("否",)),
        (("t", "T"), ("f", "F")),
    ],
)
def test_spellings_of_yes_and_no_are_two(yes: tuple[str, ...], no: tuple[str, ...]) -> None:
    found = column(*yes, *no, "")
    assert found.frame.y.tolist()[:-1] == ["yes"] * len(yes) + ["no"] * len(no) and found.frame.y.isna().sum() == 1
    assert said(found, f"“{yes[0]}”", "were read as yes", "as no") and found.ways["y"] == YES_NO


def test_two_texts_stay_as_they_are_and_numbers_numbers() -> None:
    assert column("Ja", "Nein").frame.y.tolist() == ["Ja", "Nein"]
    assert column("1", "0", "1").frame.y.tolist() == [1, 0, 1]
    assert column("yes", "Yes", "maybe", "no").frame.y.nunique() == 4
    assert column("1", "0", y=YES_NO).frame.y.tolist() == ["yes", "no"]
    found = column("yes", "maybe", "no", y=YES_NO)
    assert found.frame.y.isna().tolist() == [False, True, False] and said(found, "neither yes nor no", "“maybe”")
    assert column("Yes", "yes", "no", y=TEXT).frame.y.nunique() == 3

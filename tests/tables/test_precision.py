"""Large numbers with small differences: an offset changes nothing of what is learned, reported and taken away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metacore.episodes.splitting import prepared
from metacore.evaluation import export
from metacore.tables.choice import Choice
from metacore.tables.reading import read
from metacore.tables.table import DAYS, Table
from metacore.tables.tabling import Tabled, tabled
from metacore.training.engine import Budget, advance, init
from tests.examples import small_over
from tests.tables.sheets import CHOICE, sheet

OFFSETS = {"meter": 8_412_000_000, "milliseconds": 1_706_659_200_000, "days as numbers": 20_240_131, "none": 0}


def meters(offset: int, target: str = "reading", given: str = "hours") -> Tabled:
    """Twelve meters whose readings rise by ten an hour, above an offset."""
    draw = np.random.default_rng(0)
    rows = []
    for meter in range(12):
        for hours in draw.uniform(0, 20, 15).round(2):
            rows.append(f"meter {meter},{hours},{offset + meter * 20 + round(10 * hours)}")
    found = read("\n".join(["meter,hours,reading", *rows]).encode(), "a.csv")
    return tabled(found, Choice("meter", target, (given,), "regression"))


def learned(table: Table) -> np.ndarray:
    """The features and answers that are learned from, in the order of the table's rows."""
    held = prepared(table)
    return np.concatenate([held.x, held.y], axis=1)[np.argsort(held.places)]


@pytest.mark.parametrize("name", OFFSETS)
def test_an_offset_changes_nothing_of_what_is_learned_from(name: str) -> None:
    offset = OFFSETS[name]
    table, plain = meters(offset).table, meters(0).table
    assert len(np.unique(table.y)) == len(np.unique(plain.y)) > 100
    np.testing.assert_array_equal(table.y, plain.y + offset)
    as_feature = meters(offset, "hours", "reading").table, meters(0, "hours", "reading").table
    for one, other in ((table, plain), as_feature):
        np.testing.assert_allclose(learned(one), learned(other), atol=1e-5)
    values = prepared(table).y
    assert len(np.unique(values)) == len(np.unique(table.y)) and values.std() > 0.5


def test_tiny_numbers_are_scaled_and_constants_are_not() -> None:
    plain = meters(0).table
    tiny, constant = replace(plain, y=plain.y * 1e-15), replace(plain, y=np.full_like(plain.y, 0.1))
    np.testing.assert_allclose(learned(tiny), learned(plain), atol=1e-5)
    assert np.abs(prepared(constant).y).max() < 1e-6


def test_reports_have_enough_digits() -> None:
    found = meters(8_412_000_000)
    assert any("from 8412000000 to 8412000419" in line for line in found.kept), found.kept
    bands = tabled(sheet(level=8_412_000_000 + np.arange(96.0)), replace(CHOICE, task="level", bands=6)).table.tasks
    assert len(set(bands)) == 6 and bands[0].startswith("level 8412000000 to 84120000")
    halves = tabled(sheet(level=list(8_412_000_000 + np.arange(96) % 2 / 2)),
                    replace(CHOICE, target="level", kind="classification")).table.classes  # fmt: skip
    assert halves == ("8412000000", "8412000000.5")


def test_what_is_taken_away_has_enough_digits() -> None:
    table = meters(8_412_000_000).table
    run = small_over(table)
    rows = list(csv.DictReader(io.StringIO(export.predictions(run, advance(run, init(run), Budget(20)).state))))
    right = np.array([float(row["right reading"]) for row in rows])
    assert set(right) <= set(table.y[:, 0]) and len(set(right)) > 15
    given = {row["reading"] for row in rows}
    assert len(given) > len(rows) / 2 and not any("e+" in text for text in given)


def test_a_column_that_single_precision_cannot_hold_is_said() -> None:
    far = [float(n % 40) for n in range(95)] + [1e12]
    found = tabled(sheet(size=far), CHOICE)
    assert any("Column “size”: of its 41 different numbers, 2 can be told apart" in line for line in found.left)
    assert not any("told apart in single" in line for line in tabled(sheet(), CHOICE).left)


def dated() -> Table:
    frame = sheet(price=pd.date_range("2024-01-01", periods=96), age=[float(n % 12) for n in range(96)])
    found = tabled(frame, CHOICE)
    assert any("from 2024-01-01 to 2024-04-05" in line for line in found.kept)
    return found.table


def test_a_target_of_dates_stays_dates() -> None:
    table = dated()
    assert table.units == {"price": DAYS} and table.y[0, 0] == 19723
    run = small_over(table)
    rows = list(csv.DictReader(io.StringIO(export.predictions(run, advance(run, init(run), Budget(5)).state))))
    assert all(pd.Timestamp("2024-01-01") <= pd.Timestamp(row["right price"]) for row in rows)
    assert all(pd.Timestamp(row["price"]).year in range(2023, 2026) for row in rows)


def test_units_go_with_the_table() -> None:
    found = read(
        "\n".join(["shop;size;price", *(f"s {n // 9};{n % 7} m;{n % 5},5 €" for n in range(90))]).encode(), "a.csv"
    )
    table = tabled(found, Choice("shop", "price", ("size",), "regression")).table
    assert table.units == {"size": "m", "price": "€"} and table != replace(table, units={})

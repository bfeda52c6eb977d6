"""Tables from sheets: what is kept, and what is left out and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from metacore.tables.tabling import tabled
from tests import files
from tests.tables.sheets import CHOICE, sheet


def test_rows_features_and_targets_stay_together() -> None:
    found = tabled(sheet(), CHOICE)
    table = found.table
    assert [table.tasks[place] for place in table.task] == [row[0] for row in files.ROWS]
    np.testing.assert_array_equal(table.x, np.array([row[1:3] for row in files.ROWS], np.float32))
    np.testing.assert_array_equal(table.y[:, 0], np.array([row[3] for row in files.ROWS], np.float32))
    assert (table.features, table.target, table.classes, found.left) == (("size", "age"), "price", (), ())
    assert found.kept[0] == "8 tasks with 96 rows; the smallest has 12 rows, the largest 12 rows."
    assert "few tasks" in found.kept[-1]


def test_a_row_without_a_task_is_left_out_one_without_a_target_is_asked_and_a_missing_feature_stays_missing() -> None:
    base = sheet()
    frame = base.frame.copy()
    frame.loc[0, "shop"] = None
    frame.loc[1, "price"] = np.nan
    frame.loc[2, "size"] = np.nan
    found = tabled(replace(base, frame=frame), CHOICE)
    assert found.table.row.tolist() == list(range(3, 97)) and np.isnan(found.table.x).sum() == 1
    assert found.kept[-1] == "1 row has no “price”: it is answered after training."
    assert found.left == (
        "1 row is left out: “shop”, which names the task, is missing there.",
        "1 missing value among the features will be filled with the mean of the training tasks.",
    )


def test_tasks_with_too_few_rows_are_left_out() -> None:
    shops = [f"shop {min(n // 12, 6)}" if n < 90 else f"rare {n}" for n in range(96)]
    found = tabled(sheet(shop=shops), CHOICE)
    assert len(found.table.tasks) == 7 and len(found.table.x) == 90
    assert "6 tasks are left out of training with 6 rows: fewer than 8 rows each." in found.left


def test_rows_without_a_target_are_counted_and_train_nothing() -> None:
    prices = np.array([row[3] for row in files.ROWS], float)
    prices[[0, 5, 90, 91]] = np.nan
    shops = [row[0] for row in files.ROWS[:90]] + ["new"] * 2 + ["small"] * 4
    found = tabled(sheet(price=prices, shop=shops), replace(CHOICE, least=5))
    assert set(found.table.row) == set(range(1, 91)) - {1, 6}
    assert "4 rows have no “price”: they are answered after training." in found.kept
    assert (
        "2 of them are in tasks of which nothing is known: they are answered by what holds for all tasks." in found.kept
    )
    assert found.left == ("1 task is left out of training with 4 rows: fewer than 5 rows.",)


def test_text_becomes_a_column_for_each_of_its_values() -> None:
    colours = ["red", "green", "blue", None] * 24
    found = tabled(sheet(size=colours, age=["yes", "no"] * 48), CHOICE)
    assert found.table.features == ("size: blue", "size: green", "size: red", "age: yes")
    np.testing.assert_array_equal(found.table.x[:3], [[0, 0, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]])
    assert np.isnan(found.table.x[3, :3]).all() and found.table.x[3, 3] == 0


def test_rare_texts_count_together() -> None:
    letters = [chr(97 + (n if n < 15 else n % 9)) for n in range(96)]
    found = tabled(sheet(size=letters), CHOICE)
    assert found.table.features[:10] == (*(f"size: {letter}" for letter in "abcdefghi"), "size: other")
    np.testing.assert_array_equal(found.table.x[:, :10].sum(axis=1), 1)
    assert "Column “size”: 6 rarer texts count together as “other”." in found.left


def test_dates_become_days() -> None:
    found = tabled(sheet(size=pd.DatetimeIndex(["2020-01-01T12:00", "2020-01-31T00:00"] * 48)), CHOICE)
    assert found.table.x[1, 0] - found.table.x[0, 0] == 29.5
    assert (
        found.table.x[1, 0] == 365 * 50 + 12 + 30
        and "Column “size” holds dates: they became days since 1970." in found.left
    )


def test_columns_that_tell_nothing_are_left_out() -> None:
    found = tabled(
        sheet(size=[1.0] * 96, note=[f"text {n}" for n in range(96)]),
        replace(CHOICE, features=(*CHOICE.features, "note", "shop")),
    )
    assert found.table.features == ("age",)
    for part in (
        "“size” is left out: it says the same",
        "“note” is left out: it has 96 different",
        "“shop” names the task",
    ):
        assert any(part in line for line in found.left)


def test_bands_are_equally_full() -> None:
    values = np.random.default_rng(0).permutation(np.arange(96.0))
    found = tabled(sheet(level=values), replace(CHOICE, task="level", bands=6))
    assert np.bincount(found.table.task).tolist() == [16] * 6
    assert [found.table.task[values == value][0] for value in (0, 95)] == [0, 5]
    assert found.table.tasks[0] == "level 0 to 15.83"


def test_dates_can_be_cut_into_bands() -> None:
    found = tabled(sheet(day=pd.date_range("2020-01-01", periods=96)), replace(CHOICE, task="day", bands=6))
    assert found.table.tasks[0] == "day 2020-01-01 to 2020-01-16" and len(found.table.tasks) == 6


def test_two_classes_are_one_column_and_more_are_one_each() -> None:
    choice = replace(CHOICE, kind="classification", target="kind")
    table = tabled(sheet(kind=["no", "yes", "no"] * 32), choice).table
    assert (table.classes, table.y.shape, table.y[:3, 0].tolist()) == (("no", "yes"), (96, 1), [0, 1, 0])
    table = tabled(sheet(kind=[3.0, 1.0, 2.0] * 32), choice).table
    assert table.classes == ("1", "2", "3") and table.y[:3].tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


def test_rare_classes_count_together() -> None:
    kinds = [*"aaabbbccdd", *"ef"] * 8
    found = tabled(sheet(kind=kinds), replace(CHOICE, kind="classification", target="kind"))
    assert found.table.classes == ("a", "b", "c", "d", "other") and found.table.y[:, 4].sum() == 16
    assert "Column “kind”: 2 rarer classes count together as “other”." in found.left


def test_tasks_of_one_class_stay_and_how_rare_a_class_is_is_said() -> None:
    kinds = ["no"] * 84 + ["no", "no", "yes", "no"] * 3
    found = tabled(sheet(kind=kinds), replace(CHOICE, kind="classification", target="kind"))
    assert found.table.classes == ("no", "yes") and len(found.table.tasks) == 8 and found.left == ()
    assert "In 7 of 8 tasks all rows are of one class. They count too." in found.kept
    assert "“yes” is rare: 3.1% of the rows, and none in 7 tasks." in found.kept

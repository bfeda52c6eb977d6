"""Tables from sheets: what is kept, what is left out and why, and which choices are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metacore.dials import DialError
from metacore.tables import samples
from metacore.tables.choice import Choice
from metacore.tables.columns import DataError
from metacore.tables.proposal import propose
from metacore.tables.reading import Sheet, read
from metacore.tables.tabling import FEATURES, tabled
from tests import files

CHOICE = Choice("shop", "price", ("size", "age"), "regression")


def sheet(**changes: object) -> Sheet:
    """Eight shops with twelve rows each; ``changes`` replace or add columns."""
    frame = pd.DataFrame(files.ROWS, columns=files.HEADER).astype(dict.fromkeys(files.HEADER[1:], "float64"))
    plain = {
        name: pd.array(list(column), dtype="str" if any(isinstance(v, str) for v in column) else "float64")  # type: ignore[attr-defined]
        for name, column in changes.items()
    }
    return Sheet("shops", frame.assign(**plain))


def test_rows_features_and_targets_stay_together() -> None:
    found = tabled(sheet(), CHOICE)
    table = found.table
    assert [table.tasks[place] for place in table.task] == [row[0] for row in files.ROWS]
    np.testing.assert_array_equal(table.x, np.array([row[1:3] for row in files.ROWS], np.float32))
    np.testing.assert_array_equal(table.y[:, 0], np.array([row[3] for row in files.ROWS], np.float32))
    assert (table.features, table.target, table.classes, found.left) == (("size", "age"), "price", (), ())
    assert found.kept[0] == "8 tasks with 96 rows; the smallest has 12 rows, the largest 12 rows."
    assert "few tasks" in found.kept[-1]


def test_a_row_without_task_or_target_is_left_out_and_a_missing_feature_stays_missing() -> None:
    base = sheet()
    frame = base.frame.copy()
    frame.loc[0, "shop"] = None
    frame.loc[1, "price"] = np.nan
    frame.loc[2, "size"] = np.nan
    found = tabled(replace(base, frame=frame), CHOICE)
    assert len(found.table.x) == 94 and np.isnan(found.table.x).sum() == 1
    assert found.left == (
        "1 row is left out: “shop”, which names the task, is missing there.",
        "1 row is left out: “price”, which is asked for, is missing there.",
        "1 missing value among the features will be filled with the mean of the training tasks.",
    )


def test_tasks_with_too_few_rows_are_left_out() -> None:
    shops = [f"shop {min(n // 12, 6)}" if n < 90 else f"rare {n}" for n in range(96)]
    found = tabled(sheet(shop=shops), CHOICE)
    assert len(found.table.tasks) == 7 and len(found.table.x) == 90
    assert "6 tasks are left out with 6 rows: fewer than 8 rows each." in found.left


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


@pytest.mark.parametrize(
    ("cells", "days", "words"),
    [
        (["2020-01-01", "2020-01-31"], 30, "year-month-day"),
        (["31.12.2019", "30.01.2020"], 30, "day.month.year"),
        (["12/31/2019", "01/30/2020"], 30, "month/day/year"),
        (["31/12/2019", "30/01/2020"], 30, "day/month/year"),
        (["2020-01-01T12:00:00", "2020-01-02T00:00:00"], 0.5, "year-month-day"),
    ],
)
def test_dates_become_days(cells: list[str], days: float, words: str) -> None:
    found = tabled(sheet(size=cells * 48), CHOICE)
    assert found.table.x[1, 0] - found.table.x[0, 0] == days
    assert f"Column “size” holds dates ({words}): they became days since 1970." in found.left


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
    dates = [str(day.date()) for day in pd.date_range("2020-01-01", periods=96)]
    found = tabled(sheet(day=dates), replace(CHOICE, task="day", bands=6))
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


def test_tasks_of_one_class_are_left_out_with_classes_that_no_other_has() -> None:
    kinds = ["odd"] * 12 + ["no", "yes"] * 42
    found = tabled(sheet(kind=kinds), replace(CHOICE, kind="classification", target="kind"))
    assert found.table.classes == ("no", "yes") and len(found.table.tasks) == 7
    assert any(line.startswith("1 task is left out: all rows are of one class there") for line in found.left)


REFUSALS = {
    "no such column": ({"target": "cost"}, {}, ("Column “cost”", "no such column", "“shop”, “size”")),
    "task asked for": ({"target": "shop"}, {}, ("Column “shop”", "both name the task and be asked for")),
    "target given": ({"features": ("price",)}, {}, ("Column “price”", "can't be given as well", "Take it out")),
    "no feature": ({"features": ()}, {}, ("The features", "none", "at least one")),
    "only the task": ({"features": ("shop",)}, {}, ("The features", "none", "at least one")),
    "nothing told": ({"features": ("size",)}, {"size": [1.0] * 96}, ("The features", "none of them tells", "differ")),
    "one task": ({}, {"shop": ["A"] * 96}, ("Column “shop”", "single task", "bands")),
    "four tasks": ({}, {"shop": [*"ABCD"] * 24}, ("Column “shop”", "4 of its 4 tasks", "at least 5")),
    "more tasks than rows": ({}, {"shop": [f"s{n}" for n in range(96)]}, ("every row is a task of its own", "bands")),
    "too few rows each": ({"least": 13}, {}, ("0 of its 8 tasks have 13 rows", "Lower “Rows a task needs”", "12")),
    "decimals name tasks": ({"task": "size", "features": ("age",)}, {}, ("Column “size”", "decimals", "bands")),
    "bands of text": ({"bands": 5}, {}, ("Column “shop”", "text", "Set “Bands” to 0")),
    "bands of one value": ({"task": "age", "features": ("size",), "bands": 5}, {"age": [1.0] * 96},
                           ("Column “age”", "same")),
    "values of text": ({"target": "age", "features": ("size",)}, {"age": ["old", "new"] * 48},
                       ("Column “age”", "“old”", "classes")),
    "values all alike": ({}, {"price": [2.0] * 96}, ("Column “price”", "same in every row", "another target")),
    "one class": ({"kind": "classification"}, {"price": ["yes"] * 96}, ("“price”", "only “yes”", "two to five")),
    "numbers for classes": ({"kind": "classification"}, {}, ("“price”", "different numbers", "at most 5")),
    "many classes": ({"kind": "classification"}, {"price": [f"p{n}" for n in range(96)]}, ("96 different texts",)),
    "a class a task": ({"kind": "classification", "target": "same", "features": ("age",)},
                       {"same": [f"k{n // 24}" for n in range(96)]}, ("Column “same”", "0 tasks", "one class")),
    "nothing asked for": ({}, {"price": [np.nan] * 96}, ("Column “shop”", "0 of its 8 tasks")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_choice_that_gives_no_table_is_refused_in_a_sentence(name: str) -> None:
    chosen, columns, says = REFUSALS[name]
    with pytest.raises(DataError) as caught:
        tabled(sheet(**columns), replace(CHOICE, **chosen))  # type: ignore[arg-type]
    assert all(part in str(caught.value) for part in says), str(caught.value)


def test_too_many_features_are_refused() -> None:
    many = pd.DataFrame({f"c{n}": np.arange(96.0) + n for n in range(FEATURES + 1)})
    wide = Sheet("wide", pd.concat([sheet().frame, many], axis=1))
    with pytest.raises(DataError, match=f"make {FEATURES + 1} columns.*at most {FEATURES}"):
        tabled(wide, replace(CHOICE, features=tuple(many)))


@pytest.mark.parametrize("name", files.USELESS)
def test_a_file_without_tasks_is_refused_by_what_is_proposed_for_it(name: str) -> None:
    case = files.USELESS[name]
    found = read(case.data(), case.file)
    with pytest.raises(DataError) as caught:
        tabled(found, propose(found))
    assert all(part in str(caught.value) for part in case.says), str(caught.value)


# The first choice, and how a choice is written


@pytest.mark.parametrize("kind", files.GOOD)
def test_the_first_choice_for_a_good_file_gives_its_tasks(kind: str) -> None:
    name, data = files.GOOD[kind]
    found = read(data(), name)
    assert propose(found) == CHOICE
    assert len(tabled(found, CHOICE).table.tasks) == 8


def test_whole_numbers_name_tasks_only_where_they_group_nearly_all_rows() -> None:
    patients = [float(n // 12) for n in range(96)]
    assert propose(sheet(shop=patients)).task == "shop"
    spread = list(np.random.default_rng(0).normal(0, 15, 96).round())
    assert propose(sheet(shop=spread, age=np.arange(96) / 7)).bands == 8


def test_a_column_is_cut_in_whose_bands_there_are_several_classes() -> None:
    frame = pd.DataFrame({"telling": np.arange(96.0) / 7, "other": np.arange(96.0) * 31 % 97 / 7})
    frame["kind"] = pd.array(["low"] * 48 + ["high"] * 48, dtype="str")
    chosen = propose(Sheet("a", frame))
    assert (chosen.task, chosen.target, chosen.bands) == ("other", "kind", 8)


def test_the_first_choice_has_room_for_its_columns_of_text() -> None:
    letters = {f"c{n}": pd.array([chr(97 + (n + row) % 10) for row in range(96)], dtype="str") for n in range(30)}
    wide = Sheet("wide", pd.concat([sheet().frame, pd.DataFrame(letters)], axis=1))
    chosen = propose(wide)
    assert len(tabled(wide, chosen).table.features) > FEATURES / 2


@pytest.mark.parametrize("name", samples.names())
def test_the_first_choice_for_every_sample_gives_a_table(name: str) -> None:
    tabled(samples.sheet(name), propose(samples.sheet(name)))


names = (some.text(min_size=1, max_size=6) | some.text('a,"; ', min_size=1, max_size=6)).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(names, names, some.lists(names, min_size=1, max_size=4), some.sampled_from(["classification", "regression"]),
       some.integers(0, 100), some.integers(2, 1000))  # fmt: skip
def test_a_choice_is_read_back_as_written(task, target, features, kind, bands, least) -> None:  # type: ignore[no-untyped-def]
    choice = Choice(task, target, tuple(features), kind, bands, least)
    assert Choice.parse(choice.texts()) == choice


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bands": "-1"}, "bands: “-1”"),
        ({"least_rows": "1"}, "least_rows: “1”"),
        ({"answers": "both"}, "answers: “both”"),
        ({"task_column": ""}, "task_column"),
        ({"features": '"a'}, 'features: “"a”'),
        ({"sheet": "1"}, "address: “sheet”"),
    ],
)
def test_a_faulty_choice_names_the_field(change: dict[str, str], says: str) -> None:
    with pytest.raises(DialError, match=says):
        Choice.parse(CHOICE.texts() | change)


# Whatever the sheet, a table or a sentence

cells = some.one_of(
    some.lists(some.floats(-1e29, 1e29) | some.just(float("nan")), min_size=24, max_size=24),
    some.lists(some.integers(0, 4).map(float), min_size=24, max_size=24),
    some.lists(some.sampled_from(["a", "b", "2020-01-01", "c d", "e"]) | some.none(), min_size=24, max_size=24),
)


@settings(max_examples=100, deadline=None)
@given(
    some.lists(cells, min_size=2, max_size=4), some.integers(0, 8), some.sampled_from(["classification", "regression"])
)
def test_every_sheet_gives_a_table_or_a_sentence(columns: list[list[object]], bands: int, kind: str) -> None:
    frame = pd.DataFrame(
        {
            f"c{n}": pd.array(column, dtype="str" if any(isinstance(v, str) for v in column) else "float64")  # type: ignore[call-overload]
            for n, column in enumerate(columns)
        }
    )
    found = Sheet("any", frame)
    chosen = propose(found)
    for choice in (chosen, replace(chosen, bands=bands, kind=kind, least=2)):  # type: ignore[arg-type]
        try:
            table = tabled(found, choice).table
        except DataError:
            continue
        assert len(table.x) == len(table.y) == len(table.task) and np.isfinite(table.y).all()
        assert set(table.task) == set(range(len(table.tasks))) and table.x.shape[1] == len(table.features)

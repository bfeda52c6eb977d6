"""A file with gaps comes back whole: every row in its place, each answer learned from the known rows of its task."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache

import numpy as np
import openpyxl
import pytest

from metacore.evaluation import filling
from metacore.evaluation.completing import Completed, complete_own, completed
from metacore.saved import Saved, packed, unpacked
from metacore.tables.columns import DataError
from metacore.tables.options import Reading
from metacore.tables.reading import Sheet, read
from metacore.tables.tabling import tabled
from metacore.training.engine import Budget, State, advance, init
from tests.examples import TABLE, small_over
from tests.tables.sheets import CHOICE, sheet

SHOPS = ["shop 0"] * 12 + [None] * 2 + ["unknown"] * 3 + ["small"] * 3 + [f"shop {n // 12}" for n in range(20, 96)]
GAPS = [0, 5, 11, *range(14, 17), 18, 40, 41, 95]
VALUES, CLASSES = CHOICE, replace(CHOICE, kind="classification", target="kind")


def with_gaps(target: str) -> Sheet:
    """Shops of which one has no name in places, one has no known price, and one has too few to be trained on."""
    base = sheet(shop=SHOPS, kind=[("no", "yes")[n % 7 > 3] for n in range(96)]).frame
    base.loc[GAPS, target] = None
    return Sheet("shops", base)


@cache
def model(target: str, algorithm: str = "maml") -> Saved:
    choice = VALUES if target == "price" else CLASSES
    run = small_over(tabled(with_gaps(target), choice).table, algorithm)
    return unpacked(packed(run, advance(run, init(run), Budget(20)).state))


def lines_of(found: Completed) -> list[list[object]]:
    return found.full([line.cells for line in found.lines])


def by_name(found: Completed) -> list[dict[str, object]]:
    header, *lines = lines_of(found)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


@pytest.mark.parametrize(("target", "column"), [("price", "price completed"), ("kind", "kind completed")])
def test_every_row_keeps_its_place_and_answers_are_learned_from_the_known_rows_of_its_task(
    target: str, column: str
) -> None:
    given, saved = with_gaps(target), model(target)
    rows, frame = by_name(completed(saved, given)), given.frame
    assert len(rows) == 96
    for number, row in enumerate(rows):
        cells = frame.iloc[number]
        for name in frame:
            assert row[name] == cells[name] or cells.isna()[name]
        same = (frame["shop"] == cells["shop"]).to_numpy()
        known = same & frame[target].notna().to_numpy()
        how = row[f"how {target} is known"]
        if number in (12, 13):
            assert how == "left out: no “shop”" and row[column] is None
        elif number not in GAPS:
            assert how == "known" and row[column] == cells[target]
        elif not known.any():
            assert how == "predicted, nothing known of this task"
        else:
            assert how == f"predicted from {known.sum()} known rows"
            told = saved.adapt(frame[known], frame[target][known].to_numpy())(frame.iloc[[number]])[0]
            if target == "price":
                assert np.isclose(float(row[column]), told, atol=1e-4)  # type: ignore[arg-type]
            else:
                assert row[column] == ("no", "yes")[int(told.argmax())]
                np.testing.assert_allclose([row["chance of no"], row["chance of yes"]], told, atol=1e-5)


def test_what_is_said_counts_rows() -> None:
    assert completed(model("price"), with_gaps("price")).notes == (
        "96 rows: “price” is known in 84 and asked in 10.",
        "3 rows of tasks of which nothing is known: answered by what holds for all tasks.",
        "2 rows left out: the column “how price is known” says why.",
    )


def test_a_task_of_which_nothing_is_known_gets_what_holds_before_adapting() -> None:
    saved, rows = model("price"), by_name(completed(model("price"), with_gaps("price")))
    x = with_gaps("price").frame.loc[14:16, ["size", "age"]].to_numpy()
    told = saved.answered(saved.params, x[None]).fit[0, :, 0]  # MAML's own weights, as they are before adapting
    np.testing.assert_allclose([float(row["price completed"]) for row in rows[14:17]], told, atol=1e-4)  # type: ignore[arg-type]
    known = [float(rows[number]["price completed"]) for number in (40, 41)]  # type: ignore[arg-type]
    assert not np.isclose(np.mean(known), told.mean(), atol=1e-3)


def test_pieces_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines_of(completed(model("price"), with_gaps("price")))
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    for one, other in zip(whole[1:], lines_of(completed(model("price"), with_gaps("price")))[1:], strict=True):
        assert one[:3] == other[:3] and one[-1] == other[-1]
        assert one[-2] == other[-2] or np.isclose(one[-2], other[-2], atol=1e-4)  # type: ignore[call-overload]


def test_a_task_is_learned_from_a_part_where_it_has_very_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "MOST_KNOWN", 6)
    rows = by_name(completed(model("price"), with_gaps("price")))
    assert rows[0]["how price is known"] == "predicted from 6 of 9 known rows"


def test_methods_that_tell_a_deviation_give_an_interval() -> None:
    header, *lines = lines_of(completed(model("price", "alpaca"), with_gaps("price")))
    assert header[-2:] == ["price at least (95 %)", "price at most (95 %)"]
    for number in GAPS:
        value, _, low, high = lines[number][-4:]
        assert low < value < high and np.isclose(value - low, high - value, atol=1e-3)  # type: ignore[operator]
    assert all(len(line) == len(header) for line in lines)


def test_another_file_has_tasks_columns_and_an_order_of_its_own() -> None:
    frame = with_gaps("price").frame.iloc[::-1].reset_index(drop=True).rename(columns={"kind": "price completed"})
    frame["shop"] = frame["shop"].str.replace("shop", "place")
    rows = by_name(completed(model("price"), Sheet("other", frame)))
    first = by_name(completed(model("price"), with_gaps("price")))[::-1]
    assert list(rows[0])[-2:] == ["price completed *", "how price is known"]
    for one, other in zip(rows, first, strict=True):
        assert one["how price is known"] == other["how price is known"]
        if one["price completed *"] is not None:
            assert np.isclose(one["price completed *"], other["price completed"], atol=1e-4)  # type: ignore[call-overload]


def test_a_class_that_was_never_seen_is_left_out_and_said() -> None:
    given = with_gaps("kind")
    given.frame.loc[1, "kind"] = "maybe"
    row = by_name(completed(model("kind"), given))[1]
    assert row["how kind is known"] == "left out: “maybe” is none of “no”, “yes”" and row["kind completed"] is None


def test_a_row_outside_of_the_bands_is_left_out_and_said() -> None:
    level = np.random.default_rng(0).permutation(np.arange(96.0))
    given = sheet(level=level, price=[np.nan if n % 6 == 0 else float(n) for n in range(96)])
    run = small_over(tabled(given, replace(VALUES, task="level", bands=6)).table)
    given.frame.loc[[0, 1], "level"] = [96.0, np.nan]
    rows = by_name(completed(unpacked(packed(run, init(run))), given))
    assert [row["how price is known"] for row in rows[:2]] == [
        "left out: “level” is missing or in none of the bands"
    ] * 2
    hows = {str(row["how price is known"]) for row in rows[2:]}
    assert "known" in hows and not any("left out" in how for how in hows)


def test_missing_columns_and_models_without_a_schema_are_refused() -> None:
    with pytest.raises(DataError, match="it has no column “age”"):
        completed(model("price"), Sheet("other", with_gaps("price").frame.drop(columns="age")))
    run = small_over(TABLE)
    with pytest.raises(DataError, match="does not say what the columns"):
        completed(unpacked(packed(run, init(run))), with_gaps("price"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_as_a_file_it_holds_the_same_and_computes_nothing(ending: str) -> None:
    given = with_gaps("price")
    given.frame["kind"] = given.frame["kind"].replace("no", "=1+1")
    choice = replace(VALUES, features=("size", "age", "kind"))
    run = small_over(tabled(given, choice).table)
    state: State = init(run)
    data = complete_own(run, state, given, ending)
    if ending == "csv":
        cells = [
            [None if cell == "" else cell for cell in row] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))
        ]
        assert "'=1+1" in cells[1]
    else:
        sheet_ = openpyxl.load_workbook(io.BytesIO(data)).active
        assert all(cell.data_type != "f" for row in sheet_.iter_rows() for cell in row)
        cells = [list(row) for row in sheet_.values]
    expected = lines_of(completed(unpacked(packed(run, state)), given))
    assert cells[0] == expected[0] and len(cells) == 97
    for one, other in zip(cells[1:], expected[1:], strict=True):
        assert one[0] == (None if other[0] is None or other[0] != other[0] else other[0])
        assert one[-2] is None or np.isclose(float(str(one[-2])), float(str(other[-2])))


ODD = """shop ;Größe;"the price";note;age
shop 0;"1 ";3,50;=1+1;1
shop 0;2;;"a;b";2
shop 0;-3;007,10;-;3
shop 0;4;-1,5;+x;1e0
"""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_cells_of_a_file_come_back_as_they_were_written(ending: str) -> None:
    given = with_gaps("price")
    run = small_over(tabled(given, VALUES).table)
    header, *lines = csv.reader(io.StringIO(ODD), delimiter=";")
    read_as = {"Größe": "size", "the price": "price"}
    found = read(ODD.encode(), "odd.csv", Reading(columns={"age": "number"}))
    odd = replace(found, frame=found.frame.rename(columns=read_as))
    data = completed(unpacked(packed(run, init(run))), odd).file(ending)
    if ending == "csv":
        back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert back[0][:5] == header and back[1][:5] == [*lines[0][:3], "'=1+1", "1"]
        assert [row[:5] for row in back[2:4]] == lines[1:3] and back[4][2:5] == ["-1,5", "'+x", "1e0"]
    else:
        back = [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.values]
        assert [row[2] for row in back] == ["the price", 3.5, None, 7.1, -1.5] and back[1][1] == 1

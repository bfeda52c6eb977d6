"""A schema reads another file as the one that it was fitted to."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metacore.tables import samples
from metacore.tables.choice import Choice
from metacore.tables.columns import DataError
from metacore.tables.reading import read
from metacore.tables.schema import Feature, Schema
from metacore.tables.tabling import tabled
from tests.tables.sheets import CHOICE, sheet


def text(*cells: str | None) -> pd.Series:
    return pd.Series(pd.array(cells, dtype="str"), name="colour")


def fitted(column: pd.Series) -> Feature:
    found = Feature.fitted(column, [])
    assert found
    return found


@pytest.mark.parametrize("name", samples.names())
def test_it_is_the_same_after_json_and_makes_the_same_numbers(name: str) -> None:
    found = tabled(samples.sheet(name), samples.choice(name)).table
    assert found.schema
    again, frame = Schema.read(json.loads(json.dumps(found.schema.plain()))), samples.sheet(name).frame
    assert again == found.schema
    rows = found.row - 1
    np.testing.assert_array_equal(again.x(frame)[rows], found.x)
    np.testing.assert_array_equal(again.y(frame[found.target])[rows], found.y)
    place, names = again.tasks(frame[again.choice.task])
    assert [names[it] for it in place[rows]] == [found.tasks[it] for it in found.task]


def test_texts_keep_their_columns_in_any_order_and_what_was_never_seen_is_missing() -> None:
    feature = fitted(text(*["red", "green", "blue"] * 4))
    found = feature.numbers(text("blue", "red", None, "pink"))
    np.testing.assert_array_equal(found, [[1, 0, 0], [0, 0, 1], [np.nan] * 3, [np.nan] * 3])
    assert feature.names == ("colour: blue", "colour: green", "colour: red")
    assert feature.strange(text("blue", None, "pink")) == 1
    np.testing.assert_array_equal(fitted(text(*"ab" * 4)).numbers(text("b", "a", "c")), [[1], [0], [np.nan]])


def test_rare_texts_and_new_ones_count_together_where_rare_ones_did() -> None:
    feature = fitted(text(*(chr(97 + (n if n < 15 else n % 9)) for n in range(96))))
    found = feature.numbers(text("a", "o", "never seen", None))
    assert found[0, 0] == 1 and found[1, -1] == found[2, -1] == 1 and np.isnan(found[3]).all()


def test_dates_are_read_as_they_were_where_another_reading_fits_as_well() -> None:
    rows = "\n".join(f"shop {n // 9},{n % 7},{13 + n % 9}/0{1 + n % 7}/2020,{n % 5}" for n in range(45))
    first = read(f"shop,size,day,price\n{rows}".encode(), "a.csv")
    schema = tabled(first, Choice("shop", "price", ("size", "day"), "regression")).table.schema
    assert schema and Schema.read(json.loads(json.dumps(schema.plain()))) == schema
    other = read(b"shop,size,day,price\na,1,03/04/2020,\na,2,,3", "b.csv", schema.reading)
    days = schema.x(other.frame)[:, 1]
    assert days[0] == (pd.Timestamp("2020-04-03") - pd.Timestamp(0)).days and np.isnan(days[1])


def test_numbers_keep_their_digits() -> None:
    readings = 8_412_000_000 + np.arange(96) / 8
    np.testing.assert_array_equal(tabled(sheet(size=readings), CHOICE).table.x[:, 0], readings)


def test_a_column_of_another_type_is_refused_and_an_empty_one_is_missing() -> None:
    feature = fitted(pd.Series([1.0, 2.0], name="size"))
    with pytest.raises(DataError, match="Column “size”: it holds texts, like “big”"):
        feature.numbers(pd.Series(["big", None], name="size", dtype="str"))
    assert np.isnan(feature.numbers(pd.Series([None, None], name="size", dtype="str"))).all()


def test_missing_columns_are_named_with_those_that_are_there_and_those_that_are_needed() -> None:
    schema = tabled(sheet(), CHOICE).table.schema
    assert schema
    with pytest.raises(DataError) as caught:
        schema.check(["shop", "Size", "age"])
    assert all(part in str(caught.value) for part in ("no columns “size”, “price”", "“Size”", "“shop”, “size”, “age”"))


def test_bands_are_those_of_the_first_file() -> None:
    values = np.random.default_rng(0).permutation(np.arange(96.0))
    schema = tabled(sheet(level=values), replace(CHOICE, task="level", bands=6)).table.schema
    assert schema
    place, names = schema.tasks(pd.Series([0.0, 95.0, 40.0, 96.0, -1.0, np.nan], name="level"))
    assert place.tolist() == [0, 5, 2, -1, -1, -1] and names[0] == "level 0 to 15.83"


def test_classes_are_known_by_their_names() -> None:
    kinds = replace(CHOICE, kind="classification", target="kind")
    schema = tabled(sheet(kind=[3.0, 1.0, 2.0] * 32), kinds).table.schema
    assert schema and schema.classes == ("1", "2", "3")
    np.testing.assert_array_equal(schema.y(pd.Series([3.0, 4.0, np.nan])), [[0, 0, 1], [np.nan] * 3, [np.nan] * 3])

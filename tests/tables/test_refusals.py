"""Which choices give no table, and why: whatever the sheet, a table or a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metacore.tables.columns import DataError
from metacore.tables.proposal import propose
from metacore.tables.reading import Sheet, read
from metacore.tables.tabling import FEATURES, tabled
from tests import files
from tests.tables.sheets import CHOICE, sheet

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

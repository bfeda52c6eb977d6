"""Files to be completed, and models that were saved: what can't be used changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from metacore.saved import packed
from metacore.tables.tabling import tabled
from metacore.training.engine import init
from pages.parts.data import filling
from pages.parts.data.filling import OtherFile, SavedModel
from pages.parts.data.session import DataSession
from tests import files
from tests.examples import TABLE, small_over
from tests.tables.sheets import CHOICE, sheet


def at_once(function: Callable[..., Any], *arguments: Any, by: object) -> Future[Any]:
    done: Future[Any] = Future()
    try:
        done.set_result(function(*arguments))
    except Exception as fault:
        done.set_exception(fault)
    return done


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling.CLUSTER, "submit", at_once)


def model() -> bytes:
    run = small_over(tabled(sheet(), CHOICE).table)
    return packed(run, init(run))


def test_a_file_tells_what_can_be_answered_and_a_bad_one_leaves_it_there() -> None:
    schema, other = tabled(sheet(), CHOICE).table.schema, OtherFile()
    assert schema
    rows = [(*row[:3], "" if number < 12 else row[3]) for number, row in enumerate(files.ROWS)]
    other.read(files.csv(rows), "gaps.csv", schema)
    assert other.sheet and other.refused is None
    assert other.notes[-2:] == (
        "96 rows: “price” is known in 84 and asked in 12.",
        "12 rows of tasks of which nothing is known: answered by what holds for all tasks.",
    )
    before = other.sheet
    for data, word in ((b"", "empty"), (files.csv(header=("shop", "size", "age", "cost")), "no column “price”")):
        other.read(data, "bad.csv", schema)
        assert other.sheet is before and other.refused and word in other.refused[1]
    other.read(files.csv([(*row[:3], "dear") for row in files.ROWS]), "text.csv", schema)
    assert other.refused and "“dear”" in other.refused[1] and other.uploads == 4


def test_a_model_tells_its_columns_and_a_bad_one_leaves_it_there() -> None:
    saved = SavedModel()
    saved.load(model(), "model.npz")
    assert saved.schema and saved.schema.columns == ("shop", "size", "age", "price") and saved.name == "model.npz"
    saved.other.read(files.csv(), "shops.csv", saved.schema)
    run = small_over(TABLE)
    for data, word in ((b"no model", "none that was saved here"), (packed(run, init(run)), "what the columns")):
        saved.load(data, "bad.npz")
        assert saved.refused and word in saved.refused[1] and saved.name == "model.npz" and saved.other.sheet
    saved.load(model(), "again.npz")
    assert saved.refused is None and saved.other.sheet is None, "it may know other columns"


def test_another_training_lets_go_of_the_file_to_be_completed() -> None:
    desk = DataSession()
    desk.read(files.csv(), "shops.csv")
    desk.train()
    schema = desk.found and desk.found.table.schema
    assert schema
    desk.other.read(files.csv(), "other.csv", schema)
    desk.choose(features=("size",))
    assert desk.other.sheet, "the training under way still knows its columns"
    desk.train()
    assert desk.other.sheet is None and desk.other.uploads == 1

"""The first choice of columns for a sheet that nobody has looked at yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metacore.tables import samples
from metacore.tables.proposal import propose
from metacore.tables.reading import Sheet, read
from metacore.tables.tabling import FEATURES, tabled
from tests import files
from tests.tables.sheets import CHOICE, sheet


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

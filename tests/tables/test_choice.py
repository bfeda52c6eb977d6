"""How a choice of columns is written in an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metacore.dials import DialError
from metacore.tables.choice import Choice
from tests.tables.sheets import CHOICE

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

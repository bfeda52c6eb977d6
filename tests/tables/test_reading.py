"""Reading: every good dialect gives the same sheet, every bad file a sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metacore.tables.columns import LIMITS, DataError
from metacore.tables.proposal import propose
from metacore.tables.reading import read
from metacore.tables.tabling import tabled
from tests import files

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", files.GOOD)
def test_every_good_file_holds_the_same(kind: str) -> None:
    name, data = files.GOOD[kind]
    found = read(data(), name)
    expected = pd.DataFrame(files.ROWS, columns=files.HEADER).astype(dict.fromkeys(files.HEADER[1:], "float64"))
    pd.testing.assert_frame_equal(found.frame, expected)


def test_there_are_forty_bad_files_and_more() -> None:
    assert len(files.REFUSED | files.USELESS | files.NOTED) >= 60 > 40 <= len(files.REFUSED)


@pytest.mark.parametrize("name", files.REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    case = files.REFUSED[name]
    with pytest.raises(DataError) as caught:
        read(case.data(), case.file)
    assert all(part in str(caught.value) for part in case.says), str(caught.value)
    assert caught.value.todo.endswith(".") and len(str(caught.value)) < 300


@pytest.mark.parametrize("name", files.NOTED)
def test_what_is_odd_in_a_file_is_noted_and_the_rest_is_read(name: str) -> None:
    case = files.NOTED[name]
    found = read(case.data(), case.file)
    assert not case.says or any(all(part in note for part in case.says) for note in found.notes), found.notes


def test_what_is_infinite_or_a_failed_formula_is_missing() -> None:
    rows = "\n".join(["1,1"] * 30 + ["inf,#DIV/0!", "1e31,1", "-∞,2"])
    frame = read(f"a,b\n{rows}".encode(), "a.csv").frame
    assert frame.a.isna().sum() == 3 and frame.b.isna().sum() == 1 and not np.isinf(frame.to_numpy()).any()


def test_scripts_and_formulas_in_cells_stay_the_text_they_are() -> None:
    frame = read(b"a,b\n<script>,=1+1\n</script>,=2+2\n", "a.csv").frame
    assert frame.a.tolist() == ["<script>", "</script>"] and frame.b.tolist() == ["=1+1", "=2+2"]


def test_names_are_plain_and_unique() -> None:
    names = list(read("a\u202e,a,,a (2)\n1,2,3,4\n".encode(), "a.csv").frame)
    assert len(set(names)) == len(names) == 4 and all(name.isprintable() for name in names)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("x\ty\n1\t1.5\n2\t-2e3\n", [1.5, -2000]),
        ("x;y\n1;1.234,5\n2;2\n", [1234.5, 2]),
        ('x,y\n1,"1,234.5"\n2,2\n', [1234.5, 2]),
        ('x,y\n1,"1,234"\n2,2\n', [1234, 2]),
        ("x;y\n1;1,234\n2;2\n", [1.234, 2]),
        ("x;y\n1;−1,5\n2; 2 \n", [-1.5, 2]),
        ("x,y\n1,.5\n2,+7.\n", [0.5, 7]),
    ],
)
def test_numbers_are_read_as_they_were_meant(text: str, numbers: list[float]) -> None:
    assert read(text.encode(), "a.csv").frame.y.tolist() == numbers


@pytest.mark.parametrize("text", ["12345678901234567", "1_000", "0x10", "١٢", "1,2,3", "1e", "."])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    frame = read(f"x;y\n1;{text}\n2;{text}\n".encode(), "a.csv").frame
    assert frame.y.dtype == "str" or frame.y.isna().all()


def test_limits_agree_with_what_the_server_lets_through() -> None:
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * 2**20 == LIMITS.bytes


def test_a_name_that_is_written_in_two_ways_makes_one_task_and_codes_that_look_alike_many() -> None:
    codes = ["007", "7", "0042", "42", "1E3", "1000"]
    rows = [f"{code},{n % 7},{n % 7 + len(code)}" for code in codes for n in range(9)]
    found = read("\n".join(["code,size,price", *rows]).encode(), "a.csv")
    assert len(tabled(found, propose(found)).table.tasks) == len(codes)
    cafes = [f"{name},{n % 7},{n % 5}" for name in ("Caf\u00e9", "Cafe\u0301", "A", "B", "C", "D") for n in range(9)]
    found = read("\n".join(["shop,size,price", *cafes]).encode(), "a.csv")
    assert len(tabled(found, propose(found)).table.tasks) == 5

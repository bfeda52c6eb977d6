"""Reading: every good dialect gives the same sheet, every bad file a sentence, and no bytes at all anything else."""

from __future__ import annotations

import io
import math
import tomllib
import unicodedata
from pathlib import Path
from threading import BoundedSemaphore

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from metacore.tables import sandbox
from metacore.tables.columns import LIMITS, DataError
from metacore.tables.reading import read, read_apart
from metacore.tables.tidying import MISSING
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


# Reading in a process of its own


def test_apart_gives_the_same_and_refuses_the_same() -> None:
    name, data = files.GOOD["semicolon"]
    one, other = read(data(), name), read_apart(data(), name)
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.notes == other.notes
    with pytest.raises(DataError, match=r"Line 98: .*quotation mark"):
        read_apart(files.REFUSED["an open quote"].data(), "a\0b\n.csv")


def test_a_file_that_takes_too_much_memory_is_a_sentence() -> None:
    """Four megabytes that stand once in the file and ten thousand times in its column."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000, pa.int32()), ["x" * 4 * 2**20])
    data = files.parquet(a=column, b=pa.array(range(10_000)))
    assert len(data) < LIMITS.bytes
    with pytest.raises(DataError, match="memory"):
        read_apart(data, "a.parquet")


def test_time_a_crash_and_a_queue_are_sentences_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(sandbox, "PATIENCE", 0.01)
        with pytest.raises(DataError, match=r"within 0\.01 seconds"):
            read_apart(files.csv(), "a.csv")
    with monkeypatch.context() as crashed:
        crashed.setattr(sandbox.sys, "executable", "false")
        with pytest.raises(DataError, match="too much memory or time"):
            read_apart(files.csv(), "a.csv")
    with monkeypatch.context() as busy:
        busy.setattr(sandbox, "PATIENCE", 0.01)
        busy.setattr(sandbox, "_places", BoundedSemaphore(1))
        with sandbox._places, pytest.raises(DataError, match="other visitors"):
            read_apart(files.csv(), "a.csv")
    assert len(read_apart(files.csv(), "a.csv").frame) == 96


# Properties

words = some.text(some.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=8)
plain = words.map(lambda text: unicodedata.normalize("NFC", "w" + " ".join(text.split())))
numbers = some.floats(-1e29, 1e29) | some.integers(-(10**12), 10**12).map(float) | some.just(math.nan)


@some.composite
def frames(draw: some.DrawFn) -> pd.DataFrame:
    rows = draw(some.integers(1, 6))
    names = draw(some.lists(plain, min_size=2, max_size=4, unique=True))
    columns = {}
    for name in names:
        cells = draw(some.sampled_from([numbers, plain | some.none()]))
        values = draw(some.lists(cells, min_size=rows, max_size=rows))
        text = any(isinstance(value, str) for value in values)
        columns[name] = pd.array([None if v != v else v for v in values] if text else
                                 np.array(values, dtype=float), dtype="str" if text else "float64")  # fmt: skip
    return pd.DataFrame(columns)


def back(data: bytes, frame: pd.DataFrame) -> None:
    found = read(data, "a").frame
    expected = frame.set_axis([" ".join(name.split()) for name in frame], axis=1)
    full = expected.dropna(how="all").reset_index(drop=True)  # a row without any cell is no row of a file
    if data.startswith(b"PAR1"):
        full = expected
    pd.testing.assert_frame_equal(found, full)


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(frames(), some.sampled_from(",;\t|"), some.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), some.booleans())
def test_text_is_read_back_as_written(frame: pd.DataFrame, separator: str, encoding: str, comma: bool) -> None:
    if frame.dropna(how="all").empty:
        return
    decimal = "," if comma and separator != "," else "."
    back(frame.to_csv(index=False, sep=separator, decimal=decimal).encode(encoding), frame)


@quick
@given(frames())
def test_parquet_is_read_back_as_written(frame: pd.DataFrame) -> None:
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    back(out.getvalue(), frame)


@settings(quick, max_examples=15)
@given(frames())
@example(pd.DataFrame({"w": [0.5, 9007199254740994.0]}))  # written as a whole number of sixteen digits
def test_excel_is_read_back_as_written(frame: pd.DataFrame) -> None:
    if frame.dropna(how="all").empty:
        return
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    back(out.getvalue(), frame)


BASES = {kind: data() for kind, (_, data) in files.GOOD.items() if kind in ("comma", "Excel", "Parquet", "utf-16")}


@some.composite
def damaged(draw: some.DrawFn) -> bytes:
    """A good file with some bytes changed, cut or doubled."""
    data = bytearray(BASES[draw(some.sampled_from(sorted(BASES)))])
    for _ in range(draw(some.integers(1, 4))):
        place = draw(some.integers(0, len(data) - 1))
        data[place : place + draw(some.integers(0, 4))] = draw(some.binary(max_size=4))
    return bytes(data[: draw(some.none() | some.integers(0, len(data)))])


@settings(quick, max_examples=200)
@given(some.binary(max_size=300) | some.text(max_size=200).map(str.encode) | damaged(), some.text(max_size=9))
@example(b"sep=;", "a.csv")
@example(b'"', "")
@example(b"PK\3\4", "a.xlsx")
@example(b"a\n\xc2\x85", "a.csv")
def test_no_bytes_raise_anything_but_a_sentence(data: bytes, name: str) -> None:
    try:
        frame = read(data, name).frame
    except DataError as fault:
        assert fault.where and fault.todo
    else:
        assert len(frame) and len(frame.columns)
        assert all(dtype in ("float64", "str") for dtype in frame.dtypes)


def test_what_says_missing_is_missing() -> None:
    rows = "\n".join(f"1,x,{text}" for text in sorted(MISSING))
    assert read(f"a,b,c\n{rows}\n2,y,z".encode(), "a.csv").frame.c.isna().sum() == len(MISSING)

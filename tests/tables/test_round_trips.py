"""Any table is read back as it was written, and no bytes at all raise anything but a sentence."""

from __future__ import annotations

import io
import math
import unicodedata

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from metacore.tables.columns import DataError
from metacore.tables.reading import read
from tests import files

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

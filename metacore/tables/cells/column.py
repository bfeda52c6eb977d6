"""The cells of one column, apart by what they are; the distinct texts are looked at, not every cell."""

from __future__ import annotations

import datetime
import decimal
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metacore.tables.columns import EXACT

SPACES = r"[\s\p{Z}\x{85}\x{1c}-\x{1f}]+"
NOTHING = "[\u200b\u2060\ufeff]"  # signs without width
FAULTS = {"#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"}  # what a spreadsheet shows for a failed formula
SECOND = "s"  # what durations are counted in


class Column(NamedTuple):
    """``texts [distinct]`` and ``code [rows]``, the place of a row's text in them, -1 where it has none.

    ``numbers [rows]`` and ``dates [rows]`` are what was stored as such, NaN and NaT elsewhere.
    """

    texts: pa.Array
    code: np.ndarray
    numbers: np.ndarray
    dates: np.ndarray
    unit: str = ""

    @property
    def counts(self) -> np.ndarray:
        """How many rows hold each text."""
        return np.bincount(self.code[self.code >= 0], minlength=len(self.texts))

    @property
    def stored(self) -> int:
        """How many rows hold a stored number or date."""
        return int((~np.isnan(self.numbers)).sum() + (~np.isnat(self.dates)).sum())

    def first(self, chosen: np.ndarray) -> int:
        """The first row whose text is among the chosen ones, [distinct]."""
        return int(np.flatnonzero(np.append(chosen, False)[self.code])[0])

    def spread(self, values: np.ndarray, missing: Any) -> np.ndarray:
        """What is known of the distinct texts, for every row."""
        return np.append(values, np.array([missing], values.dtype))[self.code]

    def taken(self, rows: np.ndarray) -> Column:
        """The same column of some rows."""
        code = self.code[rows]
        there, at = np.unique(code[code >= 0], return_inverse=True)
        code = code.copy()
        code[code >= 0] = at
        return self._replace(
            texts=self.texts.take(pa.array(there)), code=code, numbers=self.numbers[rows], dates=self.dates[rows]
        )

    def as_texts(self) -> Column:
        """The same with stored numbers and dates as the texts that they would be."""
        if not self.stored:
            return self
        old = np.array([*self.texts.to_pylist(), None], dtype=object)[self.code]
        for rows, said in ((~np.isnan(self.numbers), self.numbers), (~np.isnat(self.dates), self.dates)):
            old[rows] = [written(cell) for cell in said[rows].tolist()]
        return column(old.tolist())


def column(cells: Sequence[Any] | pa.Array) -> Column:
    """The column of any cells.

    >>> found = column(["a ", 1.5, None, "a"])
    >>> found.texts.to_pylist(), found.code.tolist(), found.numbers.tolist()
    (['a'], [0, -1, -1, 0], [nan, 1.5, nan, nan])
    """
    if isinstance(cells, pa.Array):
        return _of_arrow(cells)
    kind = pd.api.types.infer_dtype(cells, skipna=True)
    if kind in ("string", "empty"):
        return _of_texts(pa.array(cells, pa.string()))
    return _stored(np.array(cells, np.float64), len(cells)) if kind == "floating" else _mixed(cells)


def _of_texts(texts: pa.Array, numbers: Any = None, dates: Any = None) -> Column:
    found = clean(texts).dictionary_encode()
    code = found.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    plain = _stored(numbers, len(code), dates)
    return plain._replace(texts=found.dictionary.cast(pa.string()), code=code)


def _stored(numbers: Any, rows: int, dates: Any = None) -> Column:
    numbers = np.full(rows, np.nan) if numbers is None else numbers
    dates = np.full(rows, np.datetime64("NaT", "us")) if dates is None else dates
    return Column(pa.array([], pa.string()), np.full(rows, -1), numbers, dates)


def _of_arrow(cells: pa.Array) -> Column:
    """The column of an Arrow array of plain values."""
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    kind = cells.type
    if pa.types.is_duration(kind):
        seconds = cells.cast(pa.duration("ns"), safe=False).cast(pa.int64()).cast(pa.float64(), safe=False)
        return _stored(seconds.fill_null(np.nan).to_numpy(zero_copy_only=False) / 1e9, len(cells))._replace(unit=SECOND)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        stamps = cells.cast(pa.timestamp("us", getattr(kind, "tz", None)), safe=False)
        return _stored(None, len(cells), pc.cast(stamps, pa.timestamp("us")).to_numpy(zero_copy_only=False))
    if pa.types.is_integer(kind) and not _exact(cells):
        return _of_texts(cells.cast(pa.string()))  # rather names than quantities: digits would be lost
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _stored(
            cells.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False).copy(), len(cells)
        )
    return _of_texts(cells.cast(pa.string()))


def _exact(cells: pa.Array) -> bool:
    values = cells.drop_null()
    return bool(
        pc.all(pc.equal(values.cast(pa.float64(), safe=False).cast(values.type, safe=False), values)).as_py()
        is not False
    )


def _mixed(cells: Sequence[Any]) -> Column:
    texts: list[str | None] = [None] * len(cells)
    numbers, dates = np.full(len(cells), np.nan), np.full(len(cells), np.datetime64("NaT", "us"))
    spans = 0
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            texts[row] = cell
        elif isinstance(cell, bool | datetime.time):
            texts[row] = written(cell)
        elif isinstance(cell, datetime.timedelta):
            numbers[row], spans = cell.total_seconds(), spans + 1
        elif isinstance(cell, datetime.date):
            dates[row] = np.datetime64(cell.replace(tzinfo=None) if isinstance(cell, datetime.datetime) else cell, "us")
        elif isinstance(cell, int) and (abs(cell) > 2**1000 or int(float(cell)) != cell):
            texts[row] = str(cell)
        elif isinstance(cell, int | float | decimal.Decimal):
            numbers[row] = float(cell)
    return _of_texts(pa.array(texts, pa.string()), numbers, dates)._replace(unit=SECOND if spans else "")


def clean(texts: pa.Array) -> pa.Array:
    """Texts as names are compared: composed (NFC), every run of spaces of any kind one, none around; empty: null."""
    plain = pc.utf8_normalize(texts, "NFC")
    plain = pc.replace_substring_regex(plain, NOTHING, "")
    plain = pc.utf8_trim(pc.replace_substring_regex(plain, SPACES, " "), " ")
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def written(cell: Any) -> str:
    """A stored cell as the text that stands for it.

    >>> written(True), written(2.0), written(datetime.datetime(2024, 1, 31))
    ('true', '2', '2024-01-31')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**EXACT:
        cell = int(cell)
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def matching(texts: pa.Array, pattern: str) -> np.ndarray:
    """Which texts a pattern fits in whole, whatever the capitals."""
    return pc.match_substring_regex(texts, f"^(?:{pattern})$", ignore_case=True).to_numpy(zero_copy_only=False)


def among(texts: pa.Array, words: AbstractSet[str]) -> np.ndarray:
    """Which texts are among ``words``, whatever the capitals."""
    return pc.is_in(pc.utf8_lower(texts), pa.array(sorted(words), pa.string())).to_numpy(zero_copy_only=False)


def groups(texts: pa.Array, pattern: re.Pattern[str] | str) -> pd.DataFrame:
    """The named groups of a pattern, "" where a group holds nothing and missing where the pattern doesn't fit."""
    found = pc.extract_regex(texts, str(pattern))
    return pd.DataFrame({name: pc.struct_field(found, name).to_pandas() for name in found.type.names})

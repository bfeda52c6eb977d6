"""A row of units below the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from metacore.tables.cells.column import matching
from metacore.tables.cells.missing import SIGNS
from metacore.tables.cells.units import AFTER
from metacore.tables.layout.header import is_blank, is_data

SAMPLE = 200
LONGEST = 20
BRACKETS = re.compile(r"[(\[{]\s*(.*?)\s*[)\]}]\Z")


def units_below(columns: Sequence[Sequence[Any]]) -> dict[int, str]:
    """The units in the first row of columns, by column; none where that row is data.

    It is a row of units where it holds no number, but a short text above columns of numbers: one that is a usual unit
    or stands in brackets, or several; and where no text of it occurs again below.

    >>> units_below([["name", "A", "A"], ["°C", "9.7", "15.4"], ["-", "yes", "no"]])
    {1: '°C'}
    """
    firsts = [column[0] for column in columns]
    if len(columns[0]) < 3 or any(is_data(cell) for cell in firsts):
        return {}
    found = {}
    for place, column in enumerate(columns):
        below = [cell for cell in column[1:SAMPLE] if not is_blank(cell)]
        numeric = sum(map(is_data, below)) > 0.8 * len(below)
        said = "" if is_blank(firsts[place]) else str(firsts[place]).strip()
        if not said or said.lower() in SIGNS:
            continue
        if said in below or len(said) > LONGEST:
            return {}
        if numeric and below:
            found[place] = BRACKETS.sub(r"\1", said)
    usual = matching(pa.array(list(found.values()), pa.string()), AFTER).any()
    brackets = any(BRACKETS.match(str(firsts[place])) for place in found)
    return found if usual or brackets or len(found) > 1 else {}

"""How a file is to be read, where its reader is not to find out by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from metacore.dials import Dial, DialError
from metacore.query_string import read, unknown

TEXT, NUMBER, POINT, COMMA = "text", "number", "decimal_point", "decimal_comma"
DATE, DAY_FIRST, MONTH_FIRST, YES_NO = "date", "day_first", "month_first", "yes_no"
AS = (TEXT, NUMBER, POINT, COMMA, DATE, DAY_FIRST, MONTH_FIRST, YES_NO)  # what a column can be read as
KEPT = ("subtotals", "units_row")  # rows that are otherwise taken for something else than data

# fmt: off
HEADER = Dial("header_row", "Row of names", "The row or line that holds the columns' names. 0: it is found.",
              0, "integer", 0, 10**6)
# fmt: on
LISTS = ("fill_down", "missing", "keep", *(f"as_{name}" for name in AS))
READ_NAMES = ("sheet", "encoding", HEADER.name, *LISTS)


@dataclass(frozen=True)
class Reading:
    """What is said about a file by hand; what is empty, the reader finds out. Written as plain texts by name.

    ``header`` is the row or line of the columns' names, ``fill_down`` the columns whose empty cells repeat the cell
    above, ``missing`` the texts that say in every column that something is missing, ``keep`` the rows that stay data
    whatever they look like (of ``KEPT``), ``columns`` what columns are read as (of ``AS``). Columns that a file
    doesn't have are passed over.

    >>> reading = Reading(header=3, columns={"day": DAY_FIRST, "code": TEXT})
    >>> reading.texts()
    {'header_row': '3', 'as_text': 'code', 'as_day_first': 'day'}
    >>> Reading.parse(reading.texts()) == reading
    True
    """

    sheet: str = ""
    header: int = 0
    encoding: str = ""
    fill_down: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        """Every part that is not empty, as it stands in an address."""
        lists = {"fill_down": self.fill_down, "missing": self.missing, "keep": self.keep}
        lists |= {f"as_{kind}": tuple(name for name, way in self.columns.items() if way == kind) for kind in AS}
        plain = {"sheet": self.sheet, "encoding": self.encoding, HEADER.name: str(self.header or "")}
        return {
            name: text
            for name, text in (plain | {name: joined(those) for name, those in lists.items()}).items()
            if text
        }

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> Reading:
        """The reading that is written so. Raises DialError where a part is unknown or not allowed."""
        given, faults = read((HEADER,), texts.items())
        for fault in (*faults, *unknown(texts, READ_NAMES)):
            raise fault
        lists = {name: cut(name, texts[name]) for name in LISTS if texts.get(name)}
        keep = lists.get("keep", ())
        if strange := [name for name in keep if name not in KEPT]:
            raise DialError("keep", strange[0], f"one or more of {', '.join(KEPT)}")
        columns = {name: kind for kind in AS for name in lists.get(f"as_{kind}", ())}
        return cls(
            texts.get("sheet", ""), given.get(HEADER.name, 0), texts.get("encoding", ""), lists.get("fill_down", ()),
            lists.get("missing", ()), keep, columns,
        )  # fmt: skip


def joined(names: tuple[str, ...]) -> str:
    """Names of columns on one line, with commas between them."""
    if not names:
        return ""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()


def cut(field: str, text: str) -> tuple[str, ...]:
    """The names on such a line. Raises DialError, which names the field."""
    try:
        (row,) = csv.reader([text], strict=True)
    except (csv.Error, ValueError):
        raise DialError(field, text, "names of columns with commas between them") from None
    return tuple(row)

"""Dates as people write them: year first, day or month first, with the months' names, in Chinese; with times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from metacore.tables.cells.column import groups
from metacore.tables.cells.months import MONTHS
from metacore.tables.options import DATE, DAY_FIRST, MONTH_FIRST

_TIME = (
    r"(?:(?: |T|, | at | à | um )(?P<hour>[0-9]{1,2})(?::|h|时)(?P<minute>[0-9]{2})(?:(?::|分)(?P<second>[0-9]{2})秒?)?"
    r"(?:[.,](?P<part>[0-9]{1,9}))?(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?))?"
    r"(?: Uhr)?)?"
)
_WEEKDAY = r"(?:\p{L}{2,9}\.?,? )?"
_MONTH = r"(?P<name>\p{L}{3,10})\.?"
_FORMS = {
    "year-month-day": r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?"
    r"|[/.](?P<month2>[0-9]{1,2})[/.](?P<day2>[0-9]{1,2})"
    r"|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))",
    "year 年 month 月": r"(?P<year>[0-9]{4}|[0-9]{2})年 ?(?P<month>[0-9]{1,2})月 ?(?:(?P<day>[0-9]{1,2})[日号])?",
    "day month year": rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:\.|st|nd|rd|th|er|º)?(?:[ /.-]| ?de )?"
    rf"{_MONTH}(?:[ ,/.'-]{{1,2}}| de | del )?(?P<year>[0-9]{{4}}|[0-9]{{2}})",
    "month day, year": rf"{_WEEKDAY}{_MONTH}[ -]?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:, ?| |-)(?P<year>[0-9]{{4}})",
    "month year": rf"{_MONTH}[ .,/'-]{{1,2}}(?P<year>[0-9]{{4}}|[0-9]{{2}})",
}  # fmt: skip
_PAIR = (
    r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P<mark2>[/.-])(?P<year>[0-9]{4})"
    r"|(?P<one2>[0-9]{1,2})(?P<mark3>[/-])(?P<two2>[0-9]{1,2})(?P<mark4>[/-])(?P<short>[0-9]{2})"
    r"|(?P<one3>[0-9]{2})(?P<mark5>\.)(?P<two3>[0-9]{2})\.(?P<short2>[0-9]{2})"
)
CENTURY = 69  # two digits of a year from here on are of the last one, as in POSIX
SAMPLE, ENOUGH = 500, 0.4
NONE = np.datetime64("NaT", "us")


class Dates(NamedTuple):
    """Distinct texts taken apart as dates: those in which the order doesn't matter, and both readings of the others."""

    plain: np.ndarray
    day_first: np.ndarray
    month_first: np.ndarray
    form: str  # that most are written in
    mark: str = ""  # between day and month

    @property
    def both(self) -> bool:
        """Whether some texts are another date in the other order, and none tells the order."""
        one, other = ~np.isnat(self.day_first), ~np.isnat(self.month_first)
        return bool((one == other).all() and (self.day_first != self.month_first)[one].any())

    def read(self, month_first: bool) -> np.ndarray:
        """The dates under one order, NaT where there is none."""
        return np.where(np.isnat(self.plain), self.month_first if month_first else self.day_first, self.plain)

    def order(self, counts: np.ndarray) -> bool:
        """Whether months come first: under the order in which more cells are dates; if both fit, as slashes go."""
        days, months = (int(counts[~np.isnat(found)].sum()) for found in (self.day_first, self.month_first))
        return self.mark == "/" if days == months else months > days

    @property
    def ordered(self) -> bool:
        """Whether the order of day and month is anywhere to be known."""
        return not (np.isnat(self.day_first) & np.isnat(self.month_first)).all()

    def written(self, month_first: bool) -> str:
        """How they are written, in words."""
        pair = f"{self.mark}".join(("month", "day", "year") if month_first else ("day", "month", "year"))
        return " or ".join([self.form] * bool(self.form) + [pair] * self.ordered)

    def way(self, month_first: bool) -> str:
        """The reading that was taken."""
        return DATE if not self.ordered else MONTH_FIRST if month_first else DAY_FIRST


def dates(texts: pa.Array, all_of_them: bool = False) -> Dates | None:
    """Texts taken apart as dates; None where few of them are any, unless all are to be.

    >>> found = dates(pa.array(["31/01/2024", "1 mars 2024", "2024年3月2日"]))
    >>> [str(day)[:10] for day in found.read(month_first=False)]
    ['2024-01-31', '2024-03-01', '2024-03-02']
    """
    if len(texts) > SAMPLE and not all_of_them and dates(texts[:SAMPLE]) is None:
        return None
    plain, counts = np.full(len(texts), NONE), {}
    for form, pattern in _FORMS.items():
        found = groups(texts, f"(?i)^{pattern}{_TIME}$")
        if found.iloc[:, 0].notna().any():
            days = _days(found, *_parts(found))
            counts[form] = int((np.isnat(plain) & ~np.isnat(days)).sum())
            plain = np.where(np.isnat(plain), days, plain)
    found = groups(texts, f"(?i)^(?:{_PAIR}){_TIME}$")
    one, two = (_joined(found, name) for name in ("one", "two"))
    alike = np.asarray((found["mark"] == found["mark2"]) & (found["mark3"] == found["mark4"]))
    year = _joined(found, "year", "short", "short2")
    first, second = (np.where(alike, _days(found, year, *pair), NONE) for pair in ((two, one), (one, two)))
    known = ~np.isnat(plain) | ~np.isnat(first) | ~np.isnat(second)
    if known.sum() < ENOUGH * len(texts) and not all_of_them:
        return None
    marks = _joined(found, "mark", "mark3", "mark5").dropna()
    mark = str(marks.mode().iloc[0]) if len(marks) else ""
    return Dates(plain, first, second, max(counts, key=lambda form: counts[form]) if counts else "", mark)


def _joined(found: pd.DataFrame, name: str, *others: str) -> pd.Series:
    """What one of several groups holds that are written in different ways."""
    names = (name, *(others or (f"{name}2", f"{name}3")))
    texts = [found[each] for each in names if each in found]
    return sum(texts[1:], texts[0])


def _parts(found: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    year = found["year"]
    if "name" in found:
        month = found["name"].str.lower().map(MONTHS).astype("float64")
    else:
        month = _joined(found, "month")
    day = _joined(found, "day") if "day" in found else year * 0
    return year, month, day.where(day != "", "1")


def _days(found: pd.DataFrame, year: pd.Series, month: pd.Series, day: pd.Series) -> np.ndarray:
    """Dates from their parts, NaT where there is no such day."""
    years, months, days = (pd.to_numeric(part, errors="coerce").to_numpy(np.float64) for part in (year, month, day))
    short = np.asarray(year.str.len() == 2)
    years = np.where(short, years + np.where(years >= CENTURY, 1900, 2000), years)
    dates = pd.to_datetime(pd.DataFrame({"year": years, "month": months, "day": days}), errors="coerce")
    return dates.to_numpy("datetime64[us]") + _time(found)


def _time(found: pd.DataFrame) -> np.ndarray:
    """The time of day, less the time zone; NaT where there is no such time."""
    hour, minute, second = (
        pd.to_numeric(found[part], errors="coerce").fillna(0).to_numpy(np.float64)
        for part in ("hour", "minute", "second")
    )
    half = found["half"].str.lower()
    hour = np.where(half == "", hour, hour % 12 + 12 * (half == "p").to_numpy())
    bad = (hour > 24) | (minute > 59) | (second > 60)
    part = pd.to_numeric("0." + found["part"], errors="coerce").fillna(0).to_numpy(np.float64)
    seconds = 3600 * hour + 60 * minute + second + part - _zone(found["zone"])
    return np.where(bad, np.timedelta64("NaT", "us"), (seconds * 1e6).round().astype("timedelta64[us]"))


def _zone(zone: pd.Series) -> np.ndarray:
    """Seconds that a zone is ahead of universal time."""
    digits = zone.str.replace(r"\D", "", regex=True).str.ljust(4, "0")
    sign = np.where(zone.str.startswith("-").fillna(False), -1, 1)
    hours, minutes = (pd.to_numeric(digits.str[part], errors="coerce").fillna(0) for part in (slice(2), slice(2, 4)))
    return sign * (3600 * hours + 60 * minutes).to_numpy(np.float64)

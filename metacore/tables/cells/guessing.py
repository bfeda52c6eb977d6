"""What one column holds: the reading that fits (nearly) all of its cells, or the one that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from metacore.tables.cells import missing
from metacore.tables.cells.column import Column, among
from metacore.tables.cells.dates import Dates, dates
from metacore.tables.cells.numerals import Numerals, names_things, numerals
from metacore.tables.cells.truths import NO, YES
from metacore.tables.options import COMMA, DATE, DAY_FIRST, MONTH_FIRST, NUMBER, POINT, TEXT, YES_NO

FEW = 0.1  # of the cells may not be what the others are
NUMBERS, DATES = (NUMBER, POINT, COMMA), (DATE, DAY_FIRST, MONTH_FIRST)


class Guess(NamedTuple):
    """A column and how it is to be read.

    Of its distinct texts, ``gone`` say that a value is missing, ``words`` may say so, and ``rest`` say something;
    ``numerals`` and ``dates`` take the rest apart, where that was tried. ``named`` is a text that only looks like a
    number; ``mixed`` columns of text hold numbers too.
    """

    cells: Column
    gone: np.ndarray
    words: np.ndarray
    way: str
    numerals: Numerals | None = None
    dates: Dates | None = None
    named: str = ""
    mixed: bool = False

    @property
    def rest(self) -> np.ndarray:
        return ~self.gone & ~self.words

    @property
    def present(self) -> int:
        """How many cells say something."""
        return int(self.cells.counts[self.rest].sum()) + self.cells.stored

    @property
    def comma(self) -> bool:
        """Whether decimals certainly follow a comma."""
        return self.way in NUMBERS and self.numerals is not None and self.numerals.comma is True


def guess(cells: Column, asked: str | None, words: Sequence[str] = ()) -> Guess:
    """How a column is to be read; ``words`` say that something is missing, besides those which always do.

    A column is yes and no where all its texts are usual spellings of that, numbers or dates where nine cells of ten
    are, and else text. It stays text where its numbers are names, as in “007”.

    >>> from metacore.tables.cells.column import column
    >>> [guess(column(cells), None).way for cells in (["1,5", "2"], ["007", "7"], ["3 mai 2024"], ["Yes", "y", "no"])]
    ['number', 'text', 'date', 'yes_no']
    """
    if asked in (TEXT, YES_NO, *DATES):
        cells = cells.as_texts()
    made = _parted(cells, asked or TEXT, words, frozenset() if asked == TEXT else missing.SIGNS)
    rest = cells.texts.filter(pa.array(made.rest))
    if asked in NUMBERS and len(rest):
        return made._replace(numerals=numerals(rest, all_of_them=True))
    if asked in DATES and len(rest):
        return made._replace(dates=dates(rest, all_of_them=True))
    if asked:
        return made
    made = _guessed(made, rest)
    if made.way == TEXT and cells.stored:
        return _parted(cells.as_texts(), TEXT, words)._replace(mixed=True, named=made.named)
    return made


def _parted(cells: Column, way: str, words: Sequence[str], signs: frozenset[str] = missing.SIGNS) -> Guess:
    """Which of the texts say that a value is missing, or may say so."""
    gone = among(cells.texts, signs | {word.lower() for word in words})
    return Guess(cells, gone, among(cells.texts, missing.WORDS) & ~gone, way)


def _guessed(made: Guess, rest: pa.Array) -> Guess:
    counts, cells = made.cells.counts[made.rest], made.cells
    if not made.present:
        return made._replace(way=NUMBER)
    for way, others in ((NUMBER, ~np.isnat(cells.dates)), (DATE, ~np.isnan(cells.numbers))):
        if not len(rest) and others.sum() <= FEW * made.present:
            return made._replace(way=way)
    if not cells.stored and _says_yes_and_no(rest):
        return made._replace(way=YES_NO)
    found = numerals(rest)
    if found:
        strange = counts[found.numbers(bool(found.comma), counts)[1]].sum() + (~np.isnat(cells.dates)).sum()
        if strange <= FEW * made.present:
            named = names_things(rest)
            return made._replace(named=named) if named else made._replace(way=NUMBER, numerals=found)
    days = dates(rest)
    if days:
        strange = counts[np.isnat(days.read(days.order(counts)))].sum() + (~np.isnan(cells.numbers)).sum()
        if strange <= FEW * made.present:
            return made._replace(way=DATE, dates=days)
    return made._replace(mixed=found is not None)


def _says_yes_and_no(rest: pa.Array) -> bool:
    """Whether more than two texts are all spellings of yes and no; two are as good as they stand."""
    if not 2 < len(rest) <= len(YES | NO) * 3:
        return False
    yes, no = among(rest, YES), among(rest, NO)
    return bool((yes | no).all() and yes.any() and no.any())

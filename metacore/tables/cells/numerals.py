"""Numbers as people write them: thousands and decimals, units, brackets for what is owed; all texts at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metacore.tables.cells.affixes import affixes, folded
from metacore.tables.cells.column import FAULTS, among, matching
from metacore.tables.columns import EXACT

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?"
_POWER = r"(?:[eE][+-]?[0-9]+)?"
_SPACED = rf"[1-9][0-9]{{0,2}}(?:(?: [0-9]{{3}})+|(?:'[0-9]{{3}})+)(?:[.,][0-9]*)?{_POWER}"
_BY_POINT = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:,[0-9]{{2,3}})*,[0-9]{{3}})?(?:\.[0-9]*)?{_POWER}"
_BY_COMMA = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+)?(?:,[0-9]*)?{_POWER}"
INFINITE = {sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")}
SAMPLE = 500
ENOUGH = 0.4  # of a sample, or no more is looked at
LONGEST = 40  # signs of a number


class Numerals(NamedTuple):
    """Distinct texts taken apart: ``body`` without spaces, "" where there is no number; which mark it can have.

    ``doubtful`` are those which are another number with a point for decimals than with a comma.
    """

    body: pa.Array
    negative: np.ndarray
    unit: np.ndarray  # the place of its unit in ``units``, of which 0 is none
    units: list[str]
    by_point: np.ndarray
    by_comma: np.ndarray
    spaced: np.ndarray
    special: np.ndarray  # infinities and failed formulas, NaN elsewhere and for the latter
    failed: np.ndarray
    plain: bool = False

    @property
    def doubtful(self) -> np.ndarray:
        """Which texts are another number with the other mark."""
        if self.plain:
            return np.zeros(len(self.body), bool)
        marked = pc.match_substring_regex(self.body, "[.,]").to_numpy(zero_copy_only=False)
        return self.by_point & self.by_comma & marked

    @property
    def comma(self) -> bool | None:
        """Whether decimals follow a comma, where any text tells."""
        points, commas = (self.by_point & ~self.by_comma).sum(), (self.by_comma & ~self.by_point).sum()
        return None if not points and not commas else bool(commas > points)

    @property
    def has_commas(self) -> bool:
        return pc.any(pc.match_substring(self.body, ",")).as_py() is True

    def numbers(self, comma: bool, counts: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The number of each text, and which texts hold none; with ``counts``, those of another unit are none."""
        fits = self.by_comma if comma else self.by_point
        body = self.body
        if not self.plain:
            body = pc.replace_substring(pc.replace_substring(body, "." if comma else ",", ""), ",", ".")
        long = matching(body, rf"[+-]?[0-9]{{{EXACT + 1},}}")  # would lose digits: rather a name than a quantity
        fits = fits & ~long
        if counts is not None:
            fits = fits & ((self.unit == 0) | (self.unit == self._main(counts)))
        body = pc.replace_substring_regex(pc.if_else(pa.array(fits), body, "nan"), r"^\+", "")
        values = pc.cast(body, pa.float64()).to_numpy(zero_copy_only=False)
        values = np.where(self.negative, -values, values)
        return np.where(fits, values, self.special), ~(fits | self.failed | ~np.isnan(self.special))

    def unit_of(self, counts: np.ndarray) -> str:
        """The unit of at least half of the numbers in ``counts`` cells, or none."""
        return self.units[self._main(counts)]

    def _main(self, counts: np.ndarray) -> int:
        sizes = np.bincount(self.unit, counts * (self.by_point | self.by_comma), minlength=len(self.units))
        largest = int(sizes[1:].argmax()) + 1 if len(sizes) > 1 else 0
        return largest if 2 * sizes[largest] >= sizes.sum() else 0

    @property
    def unitless(self) -> bool:
        """Whether some numbers have no unit."""
        return bool(((self.unit == 0) & (self.by_point | self.by_comma)).any())


def numerals(texts: pa.Array, all_of_them: bool = False) -> Numerals | None:
    """Texts taken apart as numbers; None where few of them are any, unless all are to be.

    >>> found = numerals(pa.array(["1 234,5 €", "(7,25 €)"]))
    >>> found.comma, found.numbers(True)[0].tolist(), found.unit_of(np.ones(2))
    (True, [1234.5, -7.25], '€')
    """
    plain = matching(texts, PLAIN)
    no, nothing = np.zeros(len(texts), bool), np.full(len(texts), np.nan)
    if plain.all() and not all_of_them and not _may_be_thousands(texts):
        return Numerals(texts, no, no.astype(int), [""], ~no, no, no, nothing, no, plain=True)
    if len(texts) > SAMPLE and not all_of_them and numerals(texts[:SAMPLE]) is None:
        return None
    found = affixes(texts)
    spaced = pc.match_substring_regex(found.body, "[ ']").to_numpy(zero_copy_only=False)
    good = (~spaced | matching(found.body, _SPACED)) & (pc.utf8_length(texts).to_numpy() <= LONGEST)
    good &= pc.match_substring_regex(found.body, "[0-9]").to_numpy(zero_copy_only=False)
    if good.sum() < ENOUGH * len(texts) and not all_of_them:
        return None
    body = pc.replace_substring_regex(pc.if_else(pa.array(good), found.body, ""), "[ ']", "")
    infinite, failed = among(folded(texts), INFINITE), among(texts, FAULTS)
    return Numerals(
        body, found.negative, found.unit, found.units, good & matching(body, _BY_POINT),
        good & matching(body, _BY_COMMA), spaced & good, np.where(infinite, np.inf, np.nan), failed,
    )  # fmt: skip


def _may_be_thousands(texts: pa.Array) -> bool:
    """Whether every point stands before three digits, as one between thousands does."""
    pointed = pc.match_substring(texts, ".").to_numpy(zero_copy_only=False)
    return bool(pointed.any() and (matching(texts, r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}") == pointed).all())


def names_things(texts: pa.Array) -> str:
    """The first text that makes numbers names: it starts with 0 as in “007”, or is “1E3” among whole numbers.

    >>> [names_things(pa.array(texts)) for texts in (["7", "007"], ["1E3", "1000"], ["0", "10"])]
    ['007', '1E3', '']
    """
    zeros, powers, whole = (matching(texts, form) for form in ("0[0-9]+", "[0-9]+e[0-9]+", "[0-9]+"))
    if not zeros.any() and not ((powers | whole).all() and (whole.any() or _alike(texts))):
        return ""
    found = np.flatnonzero(zeros if zeros.any() else powers)
    return texts[int(found[0])].as_py() if len(found) else ""


def _alike(texts: pa.Array) -> bool:
    return pd.to_numeric(texts.to_pandas()).nunique() < len(texts)

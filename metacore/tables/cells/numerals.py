"""Numbers as people write them: thousands and decimals, units, brackets for what is owed; all texts at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metacore.tables.cells.column import EXACT, FAULTS, among, groups, matching
from metacore.tables.cells.units import AFTER, BEFORE

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?"
_POWER = r"(?:[eE][+-]?[0-9]+)?"
_BODY = rf"(?:[0-9](?:[0-9.,' ]*[0-9])?[.,]?|[.,][0-9]+){_POWER}"
_WHOLE = (
    rf"(?i)^(?P<open>\(?) ?(?P<minus>[+-]?) ?(?P<before>(?:{BEFORE})?) ?(?P<sign>[+-]?) ?(?P<body>{_BODY})"
    rf" ?(?P<after>(?:{AFTER})?) ?(?P<close>\)?)$"
)
_SPACED = rf"[1-9][0-9]{{0,2}}(?:(?: [0-9]{{3}})+|(?:'[0-9]{{3}})+)(?:[.,][0-9]*)?{_POWER}"
_BY_POINT = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:,[0-9]{{2,3}})*,[0-9]{{3}})?(?:\.[0-9]*)?{_POWER}"
_BY_COMMA = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+)?(?:,[0-9]*)?{_POWER}"
_SIGNS = str.maketrans("０１２３４５６７８９．，－＋−（）％’‘ʼ´＇", "0123456789.,-+-()%'''''")
_SIGNED = "[０-９．，－＋−（）％’‘ʼ´＇]"
INFINITE = {sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")}
SAMPLE = 500
ENOUGH = 0.4  # of a sample, or no more is looked at


class Numerals(NamedTuple):
    """Distinct texts taken apart: ``body`` without spaces, "" where there is no number; which mark it can have.

    ``doubtful`` are those which are another number with a point for decimals than with a comma.
    """

    body: pa.Array
    negative: np.ndarray
    units: np.ndarray
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
            unit = self.unit(counts)
            fits = fits & np.array([not other or other.casefold() == unit.casefold() for other in self.units], bool)
        body = pc.replace_substring_regex(pc.if_else(pa.array(fits), body, "nan"), r"^\+", "")
        values = pc.cast(body, pa.float64()).to_numpy(zero_copy_only=False)
        values = np.where(self.negative, -values, values)
        return np.where(fits, values, self.special), ~(fits | self.failed | ~np.isnan(self.special))

    def unit(self, counts: np.ndarray) -> str:
        """The unit of at least half of the numbers in ``counts`` cells, or none."""
        if self.plain:
            return ""
        sizes = pd.Series(counts).groupby(self.units).sum()
        named = sizes[sizes.index != ""]
        return str(named.idxmax()) if len(named) and named.max() >= sizes.sum() / 2 else ""

    @property
    def unitless(self) -> bool:
        """Whether some numbers have no unit."""
        return bool(((self.units == "") & (self.by_point | self.by_comma)).any())


def numerals(texts: pa.Array, all_of_them: bool = False) -> Numerals | None:
    """Texts taken apart as numbers; None where few of them are any, unless all are to be.

    >>> found = numerals(pa.array(["1 234,5 €", "(7,25 €)"]))
    >>> found.comma, found.numbers(True)[0].tolist(), found.units.tolist()
    (True, [1234.5, -7.25], ['€', '€'])
    """
    plain = matching(texts, PLAIN)
    no, nothing = np.zeros(len(texts), bool), np.full(len(texts), np.nan)
    if plain.all() and not all_of_them and not _may_be_thousands(texts):
        blank = np.full(len(texts), "", object)
        return Numerals(texts, no, blank, ~no, no, no, nothing, no, plain=True)
    texts = _folded(texts)
    part = pc.match_substring_regex(texts[:SAMPLE], _WHOLE)
    if not all_of_them and pc.mean(part.cast("int8")).as_py() < ENOUGH:
        return None
    found = groups(texts, _WHOLE).fillna("")
    body, spaced = pa.array(found.body, pa.string()), np.asarray(found.body.str.contains("[ ']", regex=True))
    good = ~spaced | matching(body, _SPACED)
    good &= np.asarray((found.open == "(") == (found.close == ")"))
    good &= np.asarray(((found.minus == "") | (found.sign == "")) & ((found.before == "") | (found.after == "")))
    good &= np.asarray((found.open == "") | ((found.minus == "") & (found.sign == "")))
    good &= np.asarray(found.body != "") & (np.asarray(pc.utf8_length(texts)) <= 40)
    body = pc.replace_substring_regex(pc.if_else(pa.array(good), body, ""), "[ ']", "")
    infinite, failed = among(texts, INFINITE), among(texts, FAULTS)
    negative = np.asarray((found.minus == "-") | (found.sign == "-") | (found.open == "("))
    return Numerals(
        body, negative, np.asarray(found.before + found.after, object), good & matching(body, _BY_POINT),
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


def _folded(texts: pa.Array) -> pa.Array:
    """Texts with the usual signs in place of wide digits and other minus signs, brackets and apostrophes."""
    if not pc.any(pc.match_substring_regex(texts, _SIGNED)).as_py():
        return texts
    return pa.array([text.translate(_SIGNS) for text in texts.to_pylist()], pa.string())

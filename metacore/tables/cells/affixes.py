"""What stands before and after the digits of texts: signs, brackets, units, powers of ten."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metacore.tables.cells.column import groups
from metacore.tables.cells.units import AFTER, BEFORE

# Which group a sign belongs to, its first byte decides: patterns like that are a hundred times faster than others.
_THREE = r"^(?P<head>[^0-9.,]*)(?P<body>[0-9.,][0-9.,' ]*)(?P<tail>(?:[^0-9.,' ].*)?)$"
_HEAD = rf"(?i)^(?P<open>\(?) ?(?P<minus>[+-]?) ?(?P<unit>(?:{BEFORE})?) ?(?P<sign>[+-]?) ?$"
_TAIL = rf"(?i)^(?P<power>(?:e[+-]?[0-9]+)?) ?(?P<unit>(?:{AFTER})?) ?(?P<close>\)?) ?$"
_SHORTENED = r"^([(+-]*\p{L}+)\. ?"  # “Rs. 500”
_SIGNS = str.maketrans("０１２３４５６７８９．，－＋−（）％’‘ʼ´＇", "0123456789.,-+-()%'''''")
_SIGNED = "[０-９．，－＋−（）％’‘ʼ´＇]"


class Affixes(NamedTuple):
    """Texts taken apart: ``body``, "" where there is no number; ``unit``, a place in ``units``, of which 0 is none."""

    body: pa.Array
    negative: np.ndarray
    unit: np.ndarray
    units: list[str]


def affixes(texts: pa.Array) -> Affixes:
    """What stands around the digits of each text.

    >>> found = affixes(pa.array(["(7,25 €)", "- 1 000 €", "7 dwarfs"]))
    >>> found.body.to_pylist(), found.negative.tolist(), found.unit.tolist(), found.units
    (['7,25', '1 000', ''], [True, True, False], [1, 1, 0], ['', '€'])
    """
    found = pc.extract_regex(pc.replace_substring_regex(folded(texts), _SHORTENED, r"\1 "), _THREE)
    head, heads = _parsed(pc.struct_field(found, "head"), _HEAD)
    tail, tails = _parsed(pc.struct_field(found, "tail"), _TAIL)
    signed, opened = (heads.minus + heads.sign).to_numpy(str)[head], (heads.open == "(").to_numpy()[head]
    before, after = heads.unit.to_numpy(object)[head], tails.unit.to_numpy(object)[tail]
    good = heads.fits.to_numpy()[head] & tails.fits.to_numpy()[tail] & np.asarray(found.is_valid())
    good &= (
        (opened == (tails.close == ")").to_numpy()[tail]) & ~(opened & (signed != "")) & (np.char.str_len(signed) < 2)
    )
    good &= (before == "") | (after == "")
    body = pc.utf8_rtrim(pc.struct_field(found, "body").fill_null(""), " ")
    body = pc.binary_join_element_wise(body, pa.array(tails.power.to_numpy(object)[tail], pa.string()), "")
    unit, units = pd.factorize(np.where(good, before + after, ""))
    return Affixes(pc.if_else(pa.array(good), body, ""), opened | (signed == "-"), *_same(unit, units.tolist()))


def _parsed(parts: pa.Array, pattern: str) -> tuple[np.ndarray, pd.DataFrame]:
    """The place of each part among the distinct ones, and the groups of those."""
    coded = parts.fill_null("").dictionary_encode()
    found = groups(coded.dictionary, pattern)
    return coded.indices.to_numpy(), found.fillna("").assign(fits=found.iloc[:, 0].notna())


def _same(unit: np.ndarray, units: list[str]) -> tuple[np.ndarray, list[str]]:
    """Units that differ by capitals as one, with none at the first place."""
    small = ["", *dict.fromkeys(name.casefold() for name in units if name)]
    names = {name.casefold(): name for name in reversed(units)}
    return np.array([small.index(name.casefold()) for name in units], int)[unit], [
        names.get(name, "") for name in small
    ]


def folded(texts: pa.Array) -> pa.Array:
    """Texts with the usual signs in place of wide digits and other minus signs, brackets and apostrophes."""
    if not pc.any(pc.match_substring_regex(texts, _SIGNED)).as_py():
        return texts
    return pa.array([text.translate(_SIGNS) for text in texts.to_pylist()], pa.string())

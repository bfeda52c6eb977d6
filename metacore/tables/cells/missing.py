"""Which texts say that something is missing, and which only look as if they did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SIGNS = frozenset({"n/a", "#n/a", "#na", "<na>", "n.a.", "(null)", "nat", "-", "--", "–", "—", "?", ".", "..", "…"})
WORDS = {"na", "nan", "null", "none"}
NEVER = {"na", "nan", "NaN", "null"}  # so written, no name and no code


def ordinary(words: Sequence[str], others: Sequence[str], counts: np.ndarray) -> list[bool]:
    """Whether each of ``WORDS`` is a value like the others of its column of text, which stand in ``counts`` rows.

    It is where it is written as most of them are: with the same capitals, and neither longer nor (by more than one
    letter, for words) shorter than them all. So “NA” is Namibia among “DE” and “FR” and missing among “Germany” and
    “France”, “Null” is a name among names, and “None” an answer among “Mild” and “Severe”. In columns of numbers,
    dates, or yes and no they are missing.

    >>> ordinary(["NA"], ["DE", "FR"], np.ones(2)), ordinary(["NA", "None"], ["Germany", "France"], np.ones(2))
    ([True], [False, False])
    """
    if not others:
        return [False] * len(words)
    sizes = [len(other) for other in others]
    shapes: dict[str, float] = {}
    for other, count in zip(others, counts, strict=True):
        shapes[_shape(other)] = shapes.get(_shape(other), 0) + count
    usual = max(shapes, key=lambda shape: shapes[shape])
    least = min(sizes) - (usual != "capitals")
    return [word not in NEVER and _shape(word) == usual and least <= len(word) <= max(sizes) for word in words]


def _shape(text: str) -> str:
    """How the first word of a text is written: capitals, one capital, or small."""
    word = text.split(" ")[0]
    if not word.isalpha():
        return "other"
    return "capitals" if word.isupper() else "name" if word[0].isupper() else "small" if word.islower() else "other"

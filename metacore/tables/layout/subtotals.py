"""Rows that are sums of others: a word that says so, and numbers that add up."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

WORD = re.compile(
    r"\b(?:(?:sub|grand|zwischen|gesamt|teil|end|over)?[\s-]?(?:total|totals|totales|totaux|totale|summe|sum|somme|suma)"
    r"|(?:gesamt|zwischen)?ergebnis|gesamt|insgesamt|итого|всего)\b|合计|总计|小计|總計|合計|小計|总和|計$",
    re.IGNORECASE,
)
CLOSE = 1e-4  # what sums may differ by, of the sum of sizes: files round
BACK = 50  # earlier totals from which a sum may start


def totals(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The places of rows that are sums of rows above them, and of those which say so but do not add up.

    A sum is of all rows since an earlier total or the beginning, other totals left aside, in at least half of the
    row's numbers.

    >>> frame = pd.DataFrame({"shop": ["A", "A", "Total"], "price": [1.5, 2, 3.5]})
    >>> totals(frame)[0].tolist()
    [2]
    """
    said = np.zeros(len(frame), bool)
    for name in frame:
        if frame[name].dtype == "str":
            words = [text for text in frame[name].dropna().unique() if WORD.search(text)]
            said |= frame[name].isin(words).to_numpy() if words else False
    values = frame.select_dtypes("float64").to_numpy()
    if not said.any() or not values.shape[1]:
        return np.array([], int), np.flatnonzero(said)
    parts = np.where(said[:, None], 0, np.nan_to_num(values))
    sums, sizes = (np.vstack([np.zeros(values.shape[1]), np.cumsum(part, axis=0)]) for part in (parts, np.abs(parts)))
    found, starts = [], [0]
    for row in np.flatnonzero(said):
        begin = np.array([0, *starts[-BACK:]])
        begin = begin[begin < row]
        close = np.abs(sums[row] - sums[begin] - values[row]) <= CLOSE * (sizes[row] - sizes[begin])
        fits = (close & (values[row] != 0)).sum(axis=1)
        if len(begin) and fits.max() >= max(1, np.isfinite(values[row]).sum() / 2):
            found.append(row)
        starts.append(int(row) + 1)
    return np.array(found, int), np.setdiff1d(np.flatnonzero(said), found)

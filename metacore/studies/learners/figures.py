"""Charts of a search, as plain dictionaries for Plotly: the error so far, and which settings matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from metacore.figures.lines import series, yardstick
from metacore.figures.style import BLUE, GREY, Figure, layout, packed


def progress(errors: Sequence[float], up: str, across: str, most: int) -> Figure:
    """The error of each attempt, the best so far, and the level of the first: the library's own settings."""
    numbers, values = np.arange(1, len(errors) + 1), np.asarray(errors)
    dots = {"type": "scatter", "mode": "markers", "x": packed(numbers), "y": packed(values), "name": "Attempts",
            "marker": {"color": GREY, "size": 6}, "hovertemplate": "%{y:.3f}"}  # fmt: skip
    best = series(numbers, np.minimum.accumulate(values), "Best so far", 0, markers=False)
    best["line"]["shape"] = "hv"
    level = yardstick("library", "Library's settings", [1, most], [errors[0]] * 2) | {"hoverinfo": "skip"}
    axes = layout(
        {"title": {"text": up}, "rangemode": "tozero"}, {"title": {"text": across}, "range": [0.5, most + 0.5]}
    )
    return {
        "data": [dots, best, level],
        "layout": axes | {"showlegend": True, "hovermode": "x unified"},
        "ends": True,
    }


def importance(shares: Mapping[str, float]) -> Figure:
    """A bar for each setting's share, by label; the largest on top."""
    order = sorted(shares, key=lambda label: shares[label])
    bars = {"type": "bar", "orientation": "h", "y": order, "x": packed(np.array([shares[label] for label in order])),
            "marker": {"color": BLUE}, "hovertemplate": "%{x:.0%}<extra></extra>"}  # fmt: skip
    axes = layout({}, {"tickformat": ".0%", "range": [0, 1]})
    axes["margin"] = {"r": 30}  # half of the last number stands beside the plot
    return {"data": [bars], "layout": axes | {"showlegend": False, "hovermode": "closest"}}

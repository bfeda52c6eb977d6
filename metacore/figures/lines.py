"""Lines that are compared with each other, and the yardsticks beside them, as plain dictionaries for Plotly.

A figure whose ``ends`` is true has its lines named at their right ends where there is room, by the chart component.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from metacore.figures.style import Figure, packed

# What the line at each place of a chart looks like: a colour that differs from the others for colour-blind eyes too and
# is seen on light and on dark; and a stroke and a marker, since colour must not be all that tells lines apart.
SERIES = (
    ("#2299ee", "solid", "circle"), ("#cc0011", "dash", "square"), ("#9030ff", "dot", "diamond"),
    ("#bb8844", "dashdot", "triangle-up"), ("#007d6a", "longdash", "cross"), ("#ff33bb", "longdashdot", "star"),
)  # fmt: skip
MOST_LINES = len(SERIES)  # more are not told apart from the back of a room
# The stroke of every yardstick, wherever it is drawn.
DASHES = {
    "floor": "14px,5px", "scratch": "3px,3px", "pooled": "10px,4px,3px,4px", "centroid": "6px,6px",
    "majority": "16px,4px,4px,4px,4px,4px", "zero": "3px,8px", "mean": "22px,6px", "unadapted": "8px,3px,8px,10px",
    "library": "9px,4px", "shrunken_mean": "5px,2px", "mixed": "18px,3px,5px,3px", "boosting": "12px,10px",
    "boosting_means": "6px,3px,2px,3px",
}  # fmt: skip
MARKERS = 9  # drawn along a line, however many points it has


def colour(place: int) -> str:
    """The colour of the line at this place of a chart."""
    return SERIES[place][0]


def series(x: Any, y: Any, name: str, place: int, markers: bool = True) -> Figure:
    """The line that stands at this place of a chart; its values are read by hovering."""
    shade, dash, symbol = SERIES[place]
    style = {"color": shade, "dash": dash, "width": 2.5}
    marks = {"symbol": symbol, "color": shade, "size": 8, "maxdisplayed": MARKERS}
    return curve(x, y, name, style) | ({"mode": "lines+markers", "marker": marks} if markers else {})


def curve(x: Any, y: Any, name: str, style: Figure) -> Figure:
    """A named line whose values are read by hovering."""
    place = {"x": x if isinstance(x, list) else packed(np.asarray(x)), "y": packed(np.asarray(y))}
    return {"type": "scatter", "mode": "lines", **place, "name": name, "line": style, "hovertemplate": "%{y:.3f}"}


def yardstick(name: str, label: str, x: Sequence[Any], y: Sequence[float]) -> Figure:
    """A thin line with the stroke that means the yardstick of this name."""
    style = {"color": "@text", "width": 1.6, "dash": DASHES[name]}
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "name": label, "line": style}


def yardsticks(marks: Mapping[str, tuple[str, float]], ends: Sequence[float], top: float) -> list[Figure]:
    """A level line for each of ``marks``, label and value by name, up to ``top``; those that fall together share it."""
    levels: dict[str, tuple[list[str], float]] = {}
    for name, (label, value) in marks.items():
        same = next((labels for labels, level in levels.values() if abs(level - value) < 0.01 * top), None)
        if same is not None:
            same.append(label)
        elif value <= top:
            levels[name] = [label], value
    return [
        yardstick(name, ", ".join(labels), ends, [value] * 2) | {"hoverinfo": "skip"}
        for name, (labels, value) in levels.items()
    ]

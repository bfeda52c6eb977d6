"""What all figures share: colours, packed arrays, the layout, and how numbers are written.

Figures are plain dictionaries for Plotly. Colours that follow the page's theme are written "@text" and "@soft"; the
chart component fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from metacore.interval import Interval

BLUE, WHITE, ORANGE, GREY, INK = "#0877bd", "#e8eaeb", "#f59322", "#8b9299", "#20262b"
# A colour and a marker for each class; no pair is told apart by red against green.
CLASSES = (
    (BLUE, "square"), (ORANGE, "circle"), ("#8a4fb3", "diamond"), ("#e0c31a", "triangle-up"), ("#5c646b", "cross"),
    ("#63c4d6", "triangle-down"), ("#c2408f", "star"), ("#8c6239", "hexagon"), ("#9fb0ff", "x"), (INK, "pentagon"),
)  # fmt: skip
Figure = dict[str, Any]


def packed(values: np.ndarray) -> dict[str, Any]:
    """An array the way Plotly.js reads it: whole numbers up to 255 as uint8, all else as float32."""
    return _written(values if values.dtype == np.uint8 else np.asarray(values, "<f4"))


def rounded(values: np.ndarray) -> dict[str, Any]:
    """An array in half the bytes, finer than a chart shows it: in 30,000 steps up to its largest number."""
    values = np.asarray(values, float)
    finite = np.abs(values[np.isfinite(values)])
    return coarse(values, float(finite.max(initial=0) or 1) / 30_000, "i2")


def coarse(values: np.ndarray, unit: float, kind: Literal["u1", "i2"]) -> dict[str, Any]:
    """An array with gaps (NaN) in a third of the bytes: whole numbers of ``unit``, the largest of them for a gap.

    The chart component turns it back, since Plotly.js knows gaps in floats only.
    """
    gap = np.iinfo(kind).max
    whole = np.clip(np.round(values / unit), np.iinfo(kind).min, gap - 1)
    return _written(np.where(np.isnan(values), gap, whole).astype(f"<{kind}")) | {"unit": unit, "gap": gap}


def _written(array: np.ndarray) -> dict[str, Any]:
    kind = f"{array.dtype.kind}{array.dtype.itemsize}"
    text = {"dtype": kind, "bdata": np.ascontiguousarray(array).tobytes()}
    return text | ({"shape": ",".join(map(str, array.shape))} if array.ndim > 1 else {})


def layout(vertical: Mapping[str, Any], horizontal: Mapping[str, Any]) -> Figure:
    """The layout of a chart with these axes; what all charts share, the chart component adds."""
    return {"xaxis": dict(horizontal), "yaxis": dict(vertical)}


def tinted(error: float, yardstick: float) -> str:
    """A cell's colours in CSS: blue is better than the yardstick, orange worse; deepest at a fourth and at four times.

    >>> tinted(0.1, 0.1), tinted(0.05, 0.2)
    ('background: #e8eaeb; color: #000000', 'background: #0877bd; color: #ffffff')
    """
    doublings = float(np.log2(max(error, 1e-4) / max(yardstick, 1e-4)))
    share, deepest = min(abs(doublings) / 2, 1.0), BLUE if doublings < 0 else ORANGE
    ends = ((int(WHITE[at : at + 2], 16), int(deepest[at : at + 2], 16)) for at in (1, 3, 5))
    ground = "#" + "".join(f"{round(pale + share * (deep - pale)):02x}" for pale, deep in ends)
    return f"background: {ground}; color: {'#000000' if contrast(ground, '#000000') >= READABLE else '#ffffff'}"


READABLE = 4.5  # the contrast that WCAG AA asks of text; black or white has it on any ground


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, from 1 to 21, as WCAG 2 defines it.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    shares = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def headline(interval: Interval, unit: str) -> str:
    """A mean with its interval in words: percent for errors, plain numbers for squared errors.

    >>> headline(Interval(0.0943, 0.006, 600), "error"), headline(Interval(0.0004, 0.0001, 600), "mse")
    ('9.4 % ± 0.6 %', '< 0.001')
    >>> headline(Interval(0.0943, float("inf"), 1), "error")
    '9.4 %'
    """
    if interval.tasks == 1:  # which tells of no other
        return shown(interval.mean, unit)
    if unit == "error":
        return f"{shown(interval.mean, unit)} ± {shown(interval.ci95, unit)}"
    if interval.mean < 0.001 and interval.ci95 < 0.001:
        return shown(interval.mean, unit)
    digits = 2 if abs(interval.mean) >= 0.1 else 3
    return f"{interval.mean:.{digits}f} ± {interval.ci95:.{digits}f}"


def shown(value: float, unit: str) -> str:
    """A value of the metric as it is read: percent for errors, two to three digits otherwise.

    >>> shown(0.0943, "error"), shown(0.4321, "mse")
    ('9.4 %', '0.43')
    """
    if unit == "error":
        return f"{100 * value:.1f} %" if value < 0.9995 else "100 %"
    if value < 0.001:
        return "< 0.001"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"

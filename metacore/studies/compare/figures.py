"""Charts of a race: every method in its own colour, as plain dictionaries for Plotly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from metacore import registry
from metacore.figures.style import GREY, Figure, layout, packed

# Seen on light and on dark. Told apart by stroke too, not by colour alone: those of neighbours differ.
PALETTE = (
    "#1c86d1", "#e07b00", "#8d55c0", "#b59a00", "#7b858d", "#d6518e", "#1fa3a3", "#a8703f", "#6f86d6",
    "#5a9e3a", "#f2a65a", "#0e8f75", "#b48fd1", "#c9b458", "#4fb3f0", "#a33b76", "#8a9a00", "#b08ea2",
)  # fmt: skip
DASHES = ("solid", "dash", "dot")
Line = tuple[Any, Any]  # places and values, arrays or lists


def colour(method: str) -> str:
    """The colour that means ``method`` wherever it is shown."""
    return PALETTE[_place(method) % len(PALETTE)]


def stroke(method: str) -> Figure:
    """How a line of ``method`` is drawn wherever it is shown."""
    return {"color": colour(method), "dash": DASHES[(_place(method) + _place(method) // len(PALETTE)) % len(DASHES)]}


def _place(method: str) -> int:
    return list(registry.algorithms()).index(method)


def lines(
    curves: Mapping[str, Sequence[Line]],
    marks: Mapping[str, tuple[str, float]],
    across: str,
    up: str,
    log_x: bool = False,
    markers: bool = False,
    legend: bool = True,
) -> Figure:
    """A line for every repeat of every method; ``marks`` are yardsticks: label and value by name."""
    traces = []
    for method, repeats in curves.items():
        label = registry.algorithms()[method].card.label
        for number, (x, y) in enumerate(repeats):
            style = stroke(method) | {"width": 2.2 if number == 0 else 1}
            traces.append(
                {
                    "type": "scatter", "mode": "lines+markers" if markers else "lines",
                    "x": packed(np.asarray(x)), "y": packed(np.asarray(y)), "line": style, "marker": {"size": 6},
                    "name": label, "legendgroup": method, "showlegend": number == 0,
                    "hovertemplate": "%{y:.3f}",
                }
            )  # fmt: skip
    values = np.concatenate([np.zeros(0), *(np.asarray(y) for repeats in curves.values() for _, y in repeats)])
    places = np.concatenate([np.zeros(0), *(np.asarray(x) for repeats in curves.values() for x, _ in repeats)])
    values = values[np.isfinite(values)]
    top = 1.1 * float(np.quantile(values, 0.98)) if len(values) else 1.0
    if len(places):
        ends = [float(places.min()), float(places.max())]
        traces += [_mark(name, label, value, ends) for name, (label, value) in marks.items() if value <= 1.1 * top]
    axes = layout(
        {"title": {"text": up}, "automargin": True, "rangemode": "tozero", "range": [0, 1.15 * top]},
        {"title": {"text": across}, "automargin": True, "type": "log" if log_x else "linear"},
    )
    if log_x and len(places):
        axes["xaxis"] |= {"tickvals": sorted(set(places.tolist())), "ticktext": [f"{x:g}" for x in sorted(set(places))]}
    return {"data": traces, "layout": axes | {"showlegend": legend, "hovermode": "x unified"}}


def _mark(name: str, label: str, value: float, ends: list[float]) -> Figure:
    style = {"color": "@text" if name == "floor" else GREY, "width": 1.4, "dash": "dashdot"}
    place = {"x": ends, "y": [value, value], "mode": "lines+text", "text": [None, label]}
    quiet = {"textposition": "top left", "showlegend": False, "hoverinfo": "skip"}
    return {"type": "scatter", **place, "line": style, **quiet}

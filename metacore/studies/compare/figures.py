"""Charts of a race: every method by its place in the race, as plain dictionaries for Plotly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from metacore import registry
from metacore.figures.lines import series, yardsticks
from metacore.figures.style import Figure, layout

Line = tuple[Any, Any]  # places and values, arrays or lists


def lines(
    curves: Mapping[str, Sequence[Line]],
    order: Sequence[str],
    marks: Mapping[str, tuple[str, float]],
    across: str,
    up: str,
    log_x: bool = False,
) -> Figure:
    """A line for every repeat of every method, drawn by the method's place in ``order``.

    ``marks`` are yardsticks: label and value by name.
    """
    traces = []
    for method, repeats in curves.items():
        label = registry.algorithms()[method].card.label
        for number, (x, y) in enumerate(repeats):
            line = series(x, y, label, order.index(method))
            if number:
                line["line"]["width"], line["marker"]["size"] = 1, 5
            traces.append(line | {"legendgroup": method, "showlegend": number == 0})
    values = np.concatenate([np.zeros(0), *(np.asarray(y) for repeats in curves.values() for _, y in repeats)])
    places = np.concatenate([np.zeros(0), *(np.asarray(x) for repeats in curves.values() for x, _ in repeats)])
    values = values[np.isfinite(values)]
    top = 1.1 * float(np.quantile(values, 0.98)) if len(values) else 1.0
    if len(places):
        traces += yardsticks(marks, [float(places.min()), float(places.max())], 1.1 * top)
    axes = layout(
        {"title": {"text": up}, "rangemode": "tozero", "range": [0, 1.15 * top]},
        {"title": {"text": across}, "type": "log" if log_x else "linear"},
    )
    if log_x and len(places):
        axes["xaxis"] |= {"tickvals": sorted(set(places.tolist())), "ticktext": [f"{x:g}" for x in sorted(set(places))]}
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "x unified"}, "ends": True}

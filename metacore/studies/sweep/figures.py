"""Charts of a sweep: the map of its cells and lines with bands, as plain dictionaries for Plotly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from metacore.figures.lines import colour, series, yardstick
from metacore.figures.style import Figure, layout, packed

TEXT_LARGE_UP_TO, TEXT_UP_TO = 5, 8  # columns in which a number has room


class Axis(NamedTuple):
    """One side of the map: what it is called, and its values in words."""

    label: str
    values: Sequence[str]


def heatmap(
    values: np.ndarray,
    words: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    diverged: np.ndarray,
    marks: Mapping[str, tuple[int, int] | None],
    across: Axis,
    up: Axis,
    most: float,
    share: bool,
) -> Figure:
    """The map of ``values`` [rows, columns], the first row below: the brighter the better, NaN where there is nothing.

    Hatched: cells that ``diverged``. ``marks``: column and row of the "best" cell (a star) and the "chosen" (a frame).
    The dark end of the scale stands for ``most`` and all above; ``share`` writes the scale in percent.
    """
    rows, columns = values.shape
    finite = values[np.isfinite(values)]
    least = float(finite.min()) if len(finite) else 0.0
    most = max(most, least + 1e-6)
    place = {"x0": 0.5, "dx": 1, "y0": 0.5, "dy": 1}
    colours: Figure = {
        "type": "heatmap", "z": packed(values), **place, "zmin": least, "zmax": most,
        "colorscale": "Viridis", "reversescale": True, "xgap": 1, "ygap": 1, "hoverongaps": False,
        "customdata": hover, "hovertemplate": "%{customdata}<extra></extra>",
        "colorbar": {"thickness": 12, "outlinewidth": 0, "len": 1, "tickformat": ".0%" if share else ".3~g"},
    }  # fmt: skip
    traces = [colours, _hatch(diverged)]
    if columns <= TEXT_UP_TO:
        traces.append(_numbers(words, 14 if columns <= TEXT_LARGE_UP_TO else 11, (values - least) / (most - least)))
    if marks.get("best"):
        column, row = marks["best"] or (0, 0)
        star = {"symbol": "star", "size": 12, "color": "#ffffff", "line": {"color": "#20262b", "width": 1.2}}
        corner = {"x": [column + 0.86], "y": [row + 0.82]}
        traces.append({"type": "scatter", "mode": "markers", **corner, "marker": star, "hoverinfo": "skip"})
    axes = layout(_side(up, rows), _side(across, columns))
    axes |= {"margin": {"l": 45, "r": 10, "t": 8, "b": 40}, "annotations": [], "showlegend": False}
    if marks.get("chosen"):
        column, row = marks["chosen"] or (0, 0)
        frame = {"x0": column, "x1": column + 1, "y0": row, "y1": row + 1, "line": {"color": "@text", "width": 3}}
        axes["shapes"] = [{"type": "rect", **frame}]
    tiles = {"columns": columns, "rows": rows, "pitch": 1, "pitch_y": 1, "count": rows * columns}
    return {"data": traces, "layout": axes | {"hovermode": "closest"}, "tiles": tiles}


def _side(axis: Axis, count: int) -> Figure:
    ticks = {"tickvals": [place + 0.5 for place in range(count)], "ticktext": list(axis.values)}
    still = {"range": [0, count], "fixedrange": True, "showgrid": False}
    return {"title": {"text": axis.label}, **ticks, **still}


def _numbers(words: Sequence[Sequence[str]], size: int, depth: np.ndarray) -> Figure:
    """The ``words`` in every cell, black or white, whichever is read better: ``depth`` is its place on the scale."""
    row, column = np.indices(depth.shape)
    colour = np.where(np.nan_to_num(depth.ravel()) > 0.56, "#ffffff", "#000000").tolist()
    place = {"x": packed(column.ravel() + 0.5), "y": packed(row.ravel() + 0.5)}
    text = {"text": [word for line in words for word in line], "textfont": {"size": size, "color": colour}}
    return {"type": "scatter", "mode": "text", **place, **text, "hoverinfo": "skip"}


def _hatch(diverged: np.ndarray) -> Figure:
    """Slanted strokes over every cell that diverged, in one trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, column in np.argwhere(diverged):
        for low, high in (((0, 0.5), (0.5, 1)), ((0, 0), (1, 1)), ((0.5, 0), (1, 0.5))):
            x += [float(column + low[0]), float(column + high[0]), None]
            y += [float(row + low[1]), float(row + high[1]), None]
    style = {"color": "@text", "width": 1}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": style, "hoverinfo": "skip"}


class Band(NamedTuple):
    """A line: its name, where it is measured, the values of each repeat there [points, repeats], and its place."""

    name: str
    x: Sequence[Any]
    values: np.ndarray
    place: int = 0


def bands(
    curves: Sequence[Band],
    marks: Mapping[str, tuple[str, Sequence[Any], Sequence[float]]],
    across: str,
    up: str,
    log: bool,
) -> Figure:
    """The mean of the repeats as a line, from their lowest to their highest as a band.

    ``marks`` are yardsticks: label, places and values by name.
    """
    traces: list[Figure] = []
    for name, x, values, place in curves:
        low, high = values.min(axis=1), values.max(axis=1)
        if values.shape[1] > 1:
            outline = {"x": [*x, *reversed(x)], "y": [*high.tolist(), *low[::-1].tolist()]}
            traces.append({"type": "scatter", "mode": "none", **outline, "fill": "toself", "opacity": 0.25,
                           "fillcolor": colour(place), "hoverinfo": "skip", "showlegend": False})  # fmt: skip
        traces.append(series(list(x), values.mean(axis=1), name, place))
    seen = np.concatenate([np.zeros(0), *(values.max(axis=1) for _, _, values, _ in curves)])
    top = 1.15 * float(np.quantile(seen, 0.98)) if len(seen) else 1.0
    traces += [yardstick(name, *mark) | {"hovertemplate": "%{y:.3f}"} for name, mark in marks.items()]
    axes = layout({"title": {"text": up}, "range": [0, top]}, {"title": {"text": across}})
    if log:
        ticks = sorted({x for band in curves for x in band.x})
        axes["xaxis"] |= {"type": "log", "tickvals": ticks, "ticktext": [f"{x:g}" for x in ticks]}
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "x unified"}, "ends": True}

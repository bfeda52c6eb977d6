"""Plotly figures from snapshots, as plain dictionaries. No TensorFlow, no Streamlit.

Colours that follow the page's theme are written "@text" and "@soft"; the chart component fills them in.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from metacore.curve import Curve
from metacore.evaluation import Interval, Picture
from metacore.types import Batch

BLUE, WHITE, ORANGE, GREY = "#0877bd", "#e8eaeb", "#f59322", "#8b9299"
SCALE = [[0, BLUE], [0.5, WHITE], [1, ORANGE]]
Figure = dict[str, Any]


def packed(values: np.ndarray) -> dict[str, str]:
    """An array the way Plotly.js reads it in few bytes: whole numbers up to 255 as uint8, all else as float32."""
    small = values.dtype == np.uint8
    kind, array = ("u1", values) if small else ("f4", np.asarray(values, "<f4"))
    text = {"dtype": kind, "bdata": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()}
    return text | ({"shape": ",".join(map(str, array.shape))} if array.ndim > 1 else {})


def focus(picture: Picture, domain: tuple[float, float], adapted: bool) -> Figure:
    """One task, large: the boundary (or curve) with its truth, support filled and query points open."""
    low, high = domain
    if picture.fit.ndim == 3:
        traces = _boundary(picture, domain)
        vertical: dict[str, Any] = {"range": [low, high], "scaleanchor": "x", "constrain": "domain"}
    else:
        traces = _curves(picture, domain, adapted)
        vertical = {"range": [-5.6, 5.6]}
    layout = _layout(vertical, {"range": [low, high], "constrain": "domain"})
    return {"data": traces, "layout": layout | {"showlegend": True, "hovermode": "closest"}}


def _boundary(picture: Picture, domain: tuple[float, float]) -> list[Figure]:
    cells = picture.fit.shape[-1]
    step = (domain[1] - domain[0]) / (cells - 1)
    place: Figure = {"x0": domain[0], "dx": step, "y0": domain[0], "dy": step}
    fit = packed(np.round(picture.fit[0] * 255).astype(np.uint8))
    truth = packed(np.round(picture.truth[0]).astype(np.uint8))
    quiet = {"showscale": False, "hoverinfo": "skip"}
    return [
        {"type": "heatmap", "z": fit, "zmin": 0, "zmax": 255, "colorscale": SCALE, "zsmooth": "fast", **place, **quiet},
        {**_contour(fit, 127.5, "solid"), **place, **quiet, "name": "Model's boundary", "showlegend": True},
        {**_contour(truth, 0.5, "dot"), **place, **quiet, "name": "True boundary", "showlegend": True},
        *_classes(picture.query, "Query", open_=True, size=6),
        *_classes(picture.support, "Support", open_=False, size=10),
    ]


def _contour(z: Mapping[str, str], level: float, dash: str) -> Figure:
    return {
        "type": "contour",
        "z": z,
        "contours": {"start": level, "end": level, "size": 1, "coloring": "none"},
        "line": {"color": "#20262b", "width": 2, "dash": dash},
    }


def _classes(points: Batch, name: str, open_: bool, size: int) -> list[Figure]:
    """The points of one task, a marker shape and a colour for each class."""
    traces = []
    for label, (colour, shape) in enumerate(((BLUE, "square"), (ORANGE, "circle"))):
        chosen = points.x[0][np.round(points.y[0, :, 0]) == label]
        # White inside or around: seen on either colour of the ground.
        fill, edge, width = ("#ffffff", colour, 1.5) if open_ else (colour, "#ffffff", 1.5)
        style = {"color": fill, "line": {"color": edge, "width": width}}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(chosen[:, 0]),
                "y": packed(chosen[:, 1]),
                "marker": {"symbol": shape, "size": size, **style},
                "name": f"{name}, class {label}",
                "showlegend": not open_,
                "hovertemplate": f"{name} point, class {label}<br>(%{{x:.2f}}, %{{y:.2f}})<extra></extra>",
            }
        )
    return traces


def _curves(picture: Picture, domain: tuple[float, float], adapted: bool) -> list[Figure]:
    x = packed(np.linspace(*domain, picture.fit.shape[-1]))

    def line(values: np.ndarray, name: str, colour: str, dash: str) -> Figure:
        style = {"color": colour, "dash": dash, "width": 2.5 if colour == ORANGE else 2}
        return {"type": "scatter", "mode": "lines", "x": x, "y": packed(values[0]), "name": name, "line": style}

    def dots(points: Batch, name: str, symbol: str, size: int) -> Figure:
        marker = {"symbol": symbol, "size": size, "color": "@text"}
        place = {"x": packed(points.x[0, :, 0]), "y": packed(points.y[0, :, 0])}
        return {"type": "scatter", "mode": "markers", **place, "name": name, "marker": marker}

    return [
        line(picture.truth, "Truth", BLUE, "solid"),
        line(picture.before, "Before adapting", GREY, "dot"),
        *([line(picture.fit, "After adapting", ORANGE, "solid")] if adapted else []),
        dots(picture.query, "Query points", "circle-open", 6),
        dots(picture.support, "Support points", "circle", 9),
    ]


COLUMNS = 4


def mosaic(picture: Picture, errors: Sequence[str], chosen: int | None, domain: tuple[float, float]) -> Figure:
    """Many tasks side by side, one tile each, in a single plot: cheap to redraw. ``errors`` label the tiles."""
    count = len(errors)
    rows = -(-count // COLUMNS)
    draw = _tiles_of_classes if picture.fit.ndim == 3 else _tiles_of_curves
    corners = [(index % COLUMNS * PITCH, (rows - 1 - index // COLUMNS) * PITCH_Y) for index in range(count)]
    layout = _layout(
        {"range": [-0.02, rows * PITCH_Y + 0.02], "visible": False, "fixedrange": True},
        {"range": [-0.02, COLUMNS * PITCH - 0.04], "visible": False, "fixedrange": True},
    )
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout["hovermode"] = False
    layout["shapes"] = [
        {
            "type": "rect", "x0": x, "x1": x + 1, "y0": y, "y1": y + 1,
            "line": {"color": "@text" if index == chosen else "@soft", "width": 3 if index == chosen else 1},
        }
        for index, (x, y) in enumerate(corners)
    ]  # fmt: skip
    layout["annotations"] = [
        {"x": x + 0.5, "y": y + 1.09, "text": f"{index + 1}: {text}", "showarrow": False, "font": {"size": 11}}
        for index, ((x, y), text) in enumerate(zip(corners, errors, strict=True))
    ]
    return {
        "data": draw(picture, corners, domain),
        "layout": layout,
        "tiles": {"columns": COLUMNS, "rows": rows, "pitch": PITCH, "pitch_y": PITCH_Y, "count": count},
        "ratio": (rows * PITCH_Y + 0.04) / (COLUMNS * PITCH - 0.02),
    }


# Distances between tiles, in tiles: whole cells of the pictures, so that all tiles fit one array.
PITCH, PITCH_Y = 1 + 2 / 30, 1 + 6 / 30


def _tiles_of_classes(picture: Picture, corners: Sequence[tuple[float, float]], domain: tuple[float, float]) -> list:
    z, place = _sheet(picture.fit, corners)
    scale = {"zmin": 0, "zmax": 255, "colorscale": SCALE, "showscale": False, "hoverinfo": "skip"}
    contour = _contour(z, 127.5, "solid") | {"line": {"color": "#20262b", "width": 1.2}}
    traces: list[Figure] = [
        {"type": "heatmap", "z": z, **scale, **place},
        {**contour, **place, "showscale": False, "showlegend": False, "hoverinfo": "skip"},
    ]
    places = _in_tiles(picture.support.x[:, :, 0], picture.support.x[:, :, 1], corners, domain, domain)
    labels = np.round(picture.support.y[:, :, 0]).ravel()
    for label, (colour, shape) in enumerate(((BLUE, "square"), (ORANGE, "circle"))):
        marker = {"symbol": shape, "size": 5, "color": colour, "line": {"color": "#ffffff", "width": 1}}
        traces.append(_dots(places[labels == label], marker))
    return traces


def _sheet(fit: np.ndarray, corners: Sequence[tuple[float, float]]) -> tuple[dict[str, str], Figure]:
    """All tiles in one array with nothing between them: one trace is far cheaper to draw than one a tile."""
    cells = fit.shape[-1]
    rows = 1 + max(round(y / PITCH_Y) for _, y in corners)
    sheet = np.full((round(rows * PITCH_Y * cells), round(COLUMNS * PITCH * cells)), np.nan)
    for tile, (x, y) in zip(fit, corners, strict=True):
        row, column = round(y * cells), round(x * cells)
        sheet[row : row + cells, column : column + cells] = np.round(tile * 255)
    step = 1 / cells
    return packed(sheet), {"x0": step / 2, "dx": step, "y0": step / 2, "dy": step}


def _tiles_of_curves(picture: Picture, corners: Sequence[tuple[float, float]], domain: tuple[float, float]) -> list:
    line = np.broadcast_to(np.linspace(*domain, picture.fit.shape[-1]), picture.fit.shape)

    def strokes(values: np.ndarray, colour: str, dash: str) -> Figure:
        values = np.where(np.abs(values) > 5.6, np.nan, values)
        places = _in_tiles(line, values, corners, domain, (-5.6, 5.6)).reshape(*values.shape, 2)
        broken = np.concatenate([places, np.full((len(values), 1, 2), np.nan)], axis=1).reshape(-1, 2)
        style = {"color": colour, "dash": dash, "width": 1.5}
        place = {"x": packed(broken[:, 0]), "y": packed(broken[:, 1])}
        return {"type": "scatter", "mode": "lines", **place, "line": style, "showlegend": False}

    x, y = picture.support.x[:, :, 0], picture.support.y[:, :, 0]
    dots = _in_tiles(x, np.clip(y, -5.6, 5.6), corners, domain, (-5.6, 5.6))
    return [
        strokes(picture.truth, BLUE, "solid"),
        strokes(picture.before, GREY, "dot"),
        strokes(picture.fit, ORANGE, "solid"),
        _dots(dots, {"size": 4, "color": "@text"}),
    ]


def _in_tiles(
    x: np.ndarray,
    y: np.ndarray,
    corners: Sequence[tuple[float, float]],
    domain: tuple[float, float],
    span: tuple[float, float],
) -> np.ndarray:
    """Points of each task moved into its tile, [tasks * points, 2]; what lies outside the domain is left out."""
    corner = np.array(corners)[:, :, None]
    across = (x - domain[0]) / (domain[1] - domain[0])
    up = (y - span[0]) / (span[1] - span[0])
    inside = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
    places = np.stack([across + corner[:, 0], up + corner[:, 1]], axis=-1)
    return np.where(inside[..., None], places, np.nan).reshape(-1, 2)


def _dots(places: np.ndarray, marker: Figure) -> Figure:
    place = {"x": packed(places[:, 0]), "y": packed(places[:, 1])}
    return {"type": "scatter", "mode": "markers", **place, "marker": marker, "showlegend": False}


def meta_loss(
    training: Curve,
    checked: np.ndarray,
    validation: np.ndarray,
    yardsticks: Mapping[str, tuple[str, float]],
    ghosts: Sequence[tuple[np.ndarray, np.ndarray]] = (),
    changes: Sequence[int] = (),
    log: bool = False,
) -> Figure:
    """The meta-loss over meta-steps: training grey, held-out dark, yardsticks dashed and named, older runs faint.

    ``yardsticks``: label and value by name. ``changes``: steps at which a dial was moved.
    """
    last = float(max([*checked[-1:], *training.steps[-1:], 10]))
    traces = [
        _line(steps, losses, f"Pinned run {number}", {"color": "#a678c9", "width": 1.2, "dash": "dash"})
        for number, (steps, losses) in enumerate(ghosts, 1)
    ]
    traces.append(_line(training.steps, training.points, "Training tasks", {"color": GREY, "width": 1.3}))
    traces.append(_line(checked, validation, "New tasks (held out)", {"color": "@text", "width": 2.4}))
    seen = np.concatenate([training.points, validation])
    seen = seen[np.isfinite(seen)]  # a diverging run starts from losses that may be no numbers
    top = 1.1 * float(np.quantile(seen, 0.98)) if len(seen) else 1.0
    drawn: list[float] = []
    for name, (label, value) in yardsticks.items():
        readable = all(abs(value - other) > 0.06 * top for other in drawn)
        if value <= 1.1 * top and readable and not (log and value <= 0):
            drawn.append(value)
            dash = {"color": ORANGE if name == "floor" else BLUE, "width": 1.4, "dash": "dash"}
            place = {"x": [0, last], "y": [value, value], "mode": "lines+text", "text": [None, label]}
            traces.append({"type": "scatter", **place, "line": dash, "textposition": "top left", "showlegend": False})
    layout = _layout({"title": {"text": "Meta-loss"}, "automargin": True}, {"title": {"text": "Meta-steps"}})
    layout["yaxis"] |= {"type": "log"} if log else {"rangemode": "tozero", "range": [0, 1.15 * top]}
    layout["shapes"] = [
        {"type": "line", "x0": step, "x1": step, "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": "@soft", "width": 1, "dash": "dot"}}
        for step in changes
    ]  # fmt: skip
    return {"data": traces, "layout": layout | {"showlegend": True, "hovermode": "x unified"}}


def _line(x: np.ndarray, y: np.ndarray, name: str, style: Figure) -> Figure:
    place = {"x": packed(np.asarray(x)), "y": packed(np.asarray(y))}
    hover = {"hovertemplate": "%{y:.3f}"}
    return {"type": "scatter", "mode": "lines", **place, "name": name, "line": style, **hover}


def before_after(training: tuple[np.ndarray, np.ndarray], new: tuple[np.ndarray, np.ndarray], unit: str) -> Figure:
    """Each task's error before (open) and after (filled) adapting: training tasks left, new ones right."""
    traces, start = [], 1
    names = ("Training tasks", "New tasks")
    marks, ticks = ({"color": GREY, "symbol": "diamond"}, {"color": ORANGE, "symbol": "circle"}), []
    for name, marker, (before, after) in zip(names, marks, (training, new), strict=True):
        before, after = before[:40], after[:40]
        x = np.arange(len(after)) + start
        stems = np.stack([before, after, np.full(len(after), np.nan)], axis=1).ravel()
        place = {"x": packed(np.repeat(x, 3)), "y": packed(stems)}
        traces.append({"type": "scatter", "mode": "lines", **place, "line": {"color": "@soft", "width": 1.5},
                       "hoverinfo": "skip", "showlegend": False})  # fmt: skip
        for values, word, shape in ((before, "before", "-open"), (after, "after", "")):
            traces.append(
                {
                    "type": "scatter", "mode": "markers", "x": packed(x), "y": packed(values),
                    "marker": marker | {"symbol": marker["symbol"] + shape, "size": 7},
                    "name": f"{name}, {word}", "hovertemplate": f"{word}: %{{y:.3f}}<extra>{name}</extra>",
                }
            )  # fmt: skip
        ticks.append(start + (len(after) - 1) / 2)
        start += len(after) + 3
    layout = _layout(
        {"title": {"text": unit}, "rangemode": "tozero", "automargin": True},
        {"tickvals": ticks, "ticktext": list(names), "showgrid": False, "range": [0, start - 3]},
    )
    return {"data": traces, "layout": layout | {"showlegend": True, "hovermode": "closest"}}


def _layout(vertical: Mapping[str, Any], horizontal: Mapping[str, Any]) -> Figure:
    axis = {"gridcolor": "@soft", "zeroline": False, "linecolor": "@soft", "fixedrange": False}
    return {
        "xaxis": axis | dict(horizontal),
        "yaxis": axis | dict(vertical),
        "font": {"color": "@text", "size": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 45, "r": 10, "t": 8, "b": 40},
        "legend": {"orientation": "h", "y": -0.16, "x": 0, "font": {"size": 11}},
        "uirevision": "kept",
        "dragmode": "zoom",
    }


def headline(interval: Interval, unit: str) -> str:
    """A mean with its interval in words: percent for errors, plain numbers for squared errors."""
    return f"{shown(interval.mean, unit)} ± {shown(interval.ci95, unit)}"


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

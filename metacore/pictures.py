"""Pictures of tasks: one enlarged, and many side by side, as plain dictionaries for Plotly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from metacore.drawing import BLUE, CLASSES, GREY, INK, ORANGE, WHITE, Figure, layout, packed
from metacore.evaluation import Picture
from metacore.types import Batch

BAND = "rgba(245,147,34,0.22)"
QUIET = {"showscale": False, "hoverinfo": "skip"}


class Frame(NamedTuple):
    """The part of the world that a picture shows: the range of each input, and of the answers."""

    domain: tuple[float, float]
    span: tuple[float, float]


def focus(picture: Picture, frame: Frame, adapted: bool) -> Figure:
    """One task, large: the boundary (or curve) with its truth, support filled and query points open."""
    low, high = frame.domain
    vertical: Figure
    if picture.fit.ndim == 4:
        traces = _boundary(picture, frame)
        vertical = {"range": [low, high], "scaleanchor": "x", "constrain": "domain"}
    else:
        traces = _curves(picture, frame, adapted)
        vertical = {"range": list(frame.span)}
    axes = layout(vertical, {"range": [low, high], "constrain": "domain"})
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "closest"}}


def _boundary(picture: Picture, frame: Frame) -> list[Figure]:
    cells = picture.fit.shape[1]
    step = (frame.domain[1] - frame.domain[0]) / (cells - 1)
    place: Figure = {"x0": frame.domain[0], "dx": step, "y0": frame.domain[0], "dy": step}
    shade, scale = shaded(picture.fit[0])
    smooth = "fast" if picture.fit.shape[-1] == 1 else False
    return [
        {"type": "heatmap", "z": packed(shade), **scale, "zsmooth": smooth, **place, **QUIET},
        {**_edges(picture.fit[0], "solid"), **place, **QUIET, "name": "Model's boundary", "showlegend": True},
        {**_edges(picture.truth[0], "dot"), **place, **QUIET, "name": "True boundary", "showlegend": True},
        *_classes(picture.query, "Query", open_=True, size=6),
        *_classes(picture.support, "Support", open_=False, size=10),
    ]


def shaded(fit: np.ndarray) -> tuple[np.ndarray, Figure]:
    """Probabilities [..., outputs] as numbers up to 255 and the colours they stand for.

    Two classes: from one colour to the other, near white between. More: the colour of the likeliest class, the paler
    the less certain it is.
    """
    if fit.shape[-1] == 1:
        scale = [[0, BLUE], [0.5, WHITE], [1, ORANGE]]
        return np.round(fit[..., 0] * 255).astype(np.uint8), {"zmin": 0, "zmax": 255, "colorscale": scale}
    count = fit.shape[-1]
    steps = 255 // count
    certain = (fit.max(axis=-1) - 1 / count) / (1 - 1 / count)
    values = fit.argmax(axis=-1) * steps + np.round(certain * (steps - 1))
    top = count * steps
    scale = [
        stop
        for index, (colour, _) in enumerate(CLASSES[:count])
        for stop in ([index * steps / top, WHITE], [((index + 1) * steps - 1) / top, colour])
    ]
    scale.append([1, CLASSES[count - 1][0]])
    return values.astype(np.uint8), {"zmin": 0, "zmax": top, "colorscale": scale}


def _edges(answers: np.ndarray, dash: str, width: float = 2) -> Figure:
    """The lines between the classes of ``answers`` [cells, cells, outputs]."""
    if answers.shape[-1] == 1:
        z, start, end = np.round(answers[..., 0] * 255).astype(np.uint8), 127.5, 127.5
    else:
        z, start, end = answers.argmax(axis=-1).astype(np.uint8), 0.5, answers.shape[-1] - 1.5
    return _contour(packed(z), start, end, dash, width)


def _contour(z: Mapping[str, str], start: float, end: float, dash: str, width: float) -> Figure:
    levels = {"start": start, "end": end, "size": 1, "coloring": "none"}
    return {"type": "contour", "z": z, "contours": levels, "line": {"color": INK, "width": width, "dash": dash}}


def labels(y: np.ndarray) -> np.ndarray:
    """The class of each point from labels [..., outputs]: whole numbers [...]."""
    return y.argmax(axis=-1) if y.shape[-1] > 1 else np.round(y[..., 0]).astype(int)


def _classes(points: Batch, name: str, open_: bool, size: int) -> list[Figure]:
    """The points of one task, a marker shape and a colour for each class."""
    traces = []
    for label, (colour, shape) in enumerate(CLASSES[: max(points.y.shape[-1], 2)]):
        chosen = points.x[0][labels(points.y[0]) == label]
        # White inside or around: seen on either colour of the ground.
        fill, edge = ("#ffffff", colour) if open_ else (colour, "#ffffff")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(chosen[:, 0]),
                "y": packed(chosen[:, 1]),
                "marker": {"symbol": shape, "size": size, "color": fill, "line": {"color": edge, "width": 1.5}},
                "name": f"{name}, class {label}",
                "showlegend": not open_,
                "hovertemplate": f"{name} point, class {label}<br>(%{{x:.2f}}, %{{y:.2f}})<extra></extra>",
            }
        )
    return traces


def _curves(picture: Picture, frame: Frame, adapted: bool) -> list[Figure]:
    across = np.linspace(*frame.domain, picture.fit.shape[1])
    x = packed(across)

    def line(values: np.ndarray, name: str, colour: str, dash: str) -> Figure:
        style = {"color": colour, "dash": dash, "width": 2.5 if colour == ORANGE else 2}
        return {"type": "scatter", "mode": "lines", "x": x, "y": packed(values[0, :, 0]), "name": name, "line": style}

    def dots(points: Batch, name: str, symbol: str, size: int) -> Figure:
        marker = {"symbol": symbol, "size": size, "color": "@text"}
        place = {"x": packed(points.x[0, :, 0]), "y": packed(points.y[0, :, 0])}
        return {"type": "scatter", "mode": "markers", **place, "name": name, "marker": marker}

    band = []
    if adapted and picture.spread is not None:
        low, high = (picture.fit[0, :, 0] + sign * 1.96 * picture.spread[0, :, 0] for sign in (-1, 1))
        outline = {"x": packed(np.concatenate([across, across[::-1]])), "y": packed(np.concatenate([high, low[::-1]]))}
        band = [{"type": "scatter", "mode": "none", **outline, "fill": "toself", "fillcolor": BAND,
                 "name": "Likely range (95 %)", "hoverinfo": "skip"}]  # fmt: skip
    return [
        *band,
        line(picture.truth, "Truth", BLUE, "solid"),
        *([] if picture.before is picture.fit else [line(picture.before, "Before adapting", GREY, "dot")]),
        *([line(picture.fit, "After adapting", ORANGE, "solid")] if adapted else []),
        dots(picture.query, "Query points", "circle-open", 6),
        dots(picture.support, "Support points", "circle", 9),
    ]


# Distances between tiles, in tiles: whole cells of the pictures, so that all tiles fit one array.
PITCH, PITCH_Y = 1 + 2 / 30, 1 + 6 / 30


def mosaic(picture: Picture, captions: Sequence[str], chosen: int | None, frame: Frame, columns: int = 4) -> Figure:
    """Many tasks side by side, one captioned tile each, in a single plot: cheap to redraw."""
    count = len(captions)
    rows = -(-count // columns)
    draw = _tiles_of_classes if picture.fit.ndim == 4 else _tiles_of_curves
    corners = [(index % columns * PITCH, (rows - 1 - index // columns) * PITCH_Y) for index in range(count)]
    axes = layout(
        {"range": [-0.02, rows * PITCH_Y + 0.02], "visible": False, "fixedrange": True},
        {"range": [-0.02, columns * PITCH - 0.04], "visible": False, "fixedrange": True},
    )
    axes |= {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": False}
    axes["shapes"] = [
        {
            "type": "rect", "x0": x, "x1": x + 1, "y0": y, "y1": y + 1,
            "line": {"color": "@text" if index == chosen else "@soft", "width": 3 if index == chosen else 1},
        }
        for index, (x, y) in enumerate(corners)
    ]  # fmt: skip
    axes["annotations"] = [
        {"x": x + 0.5, "y": y + 1.09, "text": text, "showarrow": False, "font": {"size": 11}}
        for (x, y), text in zip(corners, captions, strict=True)
    ]
    return {
        "data": draw(picture, corners, frame),
        "layout": axes,
        "tiles": {"columns": columns, "rows": rows, "pitch": PITCH, "pitch_y": PITCH_Y, "count": count},
        "ratio": (rows * PITCH_Y + 0.04) / (columns * PITCH - 0.02),
    }


Corners = Sequence[tuple[float, float]]


def _tiles_of_classes(picture: Picture, corners: Corners, frame: Frame) -> list[Figure]:
    shade, scale = shaded(picture.fit)
    sheet, place = _sheet(shade, corners)
    if picture.fit.shape[-1] == 1:
        edges = _contour(packed(sheet), 127.5, 127.5, "solid", 1.2)
    else:
        likeliest, _ = _sheet(picture.fit.argmax(axis=-1), corners)
        edges = _contour(packed(likeliest), 0.5, picture.fit.shape[-1] - 1.5, "solid", 1.2)
    traces: list[Figure] = [
        {"type": "heatmap", "z": packed(sheet), **scale, **QUIET, **place},
        {**edges, **place, **QUIET, "showlegend": False},
    ]
    x = picture.support.x
    places = _in_tiles(x[:, :, 0], x[:, :, 1], corners, Frame(frame.domain, frame.domain))
    named = labels(picture.support.y).ravel()
    for label, (colour, shape) in enumerate(CLASSES[: max(picture.fit.shape[-1], 2)]):
        marker = {"symbol": shape, "size": 5, "color": colour, "line": {"color": "#ffffff", "width": 1}}
        traces.append(_dots(places[named == label], marker))
    return traces


def _sheet(tiles: np.ndarray, corners: Corners) -> tuple[np.ndarray, Figure]:
    """All tiles [count, cells, cells] in one array with nothing between: one trace is far cheaper to draw than many."""
    cells = tiles.shape[-1]
    across, up = (
        1 + max(round(corner[axis] / pitch) for corner in corners) for axis, pitch in ((0, PITCH), (1, PITCH_Y))
    )
    sheet = np.full((round(up * PITCH_Y * cells), round(across * PITCH * cells)), np.nan)
    for tile, (x, y) in zip(tiles, corners, strict=True):
        row, column = round(y * cells), round(x * cells)
        sheet[row : row + cells, column : column + cells] = tile
    step = 1 / cells
    return sheet, {"x0": step / 2, "dx": step, "y0": step / 2, "dy": step}


def _tiles_of_curves(picture: Picture, corners: Corners, frame: Frame) -> list[Figure]:
    line = np.broadcast_to(np.linspace(*frame.domain, picture.fit.shape[1]), picture.fit.shape[:2])

    def strokes(values: np.ndarray, style: Figure) -> Figure:
        places = _in_tiles(line, values[..., 0], corners, frame).reshape(*values.shape[:2], 2)
        return _broken(places) | {"mode": "lines", "line": {"width": 1.5} | style}

    x, y = picture.support.x[:, :, 0], np.clip(picture.support.y[:, :, 0], *frame.span)
    band = []
    if picture.spread is not None:
        low, high = (np.clip(picture.fit + sign * 1.96 * picture.spread, *frame.span)[..., 0] for sign in (-1, 1))
        there, back = (_in_tiles(line, values, corners, frame).reshape(*line.shape, 2) for values in (high, low))
        outline = _broken(np.concatenate([there, back[:, ::-1]], axis=1))
        band = [outline | {"mode": "none", "fill": "toself", "fillcolor": BAND}]
    return [
        *band,
        strokes(picture.truth, {"color": BLUE}),
        strokes(picture.before, {"color": GREY, "dash": "dot"}),
        strokes(picture.fit, {"color": ORANGE}),
        _dots(_in_tiles(x, y, corners, frame), {"size": 4, "color": "@text"}),
    ]


def _broken(places: np.ndarray) -> Figure:
    """Strokes [tiles, points, 2] as one trace with a gap after each."""
    gap = np.full((len(places), 1, 2), np.nan)
    flat = np.concatenate([places, gap], axis=1).reshape(-1, 2)
    return {"type": "scatter", "x": packed(flat[:, 0]), "y": packed(flat[:, 1]), "showlegend": False}


def _in_tiles(x: np.ndarray, y: np.ndarray, corners: Corners, frame: Frame) -> np.ndarray:
    """Points of each task moved into its tile, [tasks * points, 2]; what lies outside the frame is left out."""
    corner = np.array(corners)[:, :, None]
    across, up = ((v - low) / (high - low) for v, (low, high) in zip((x, y), frame, strict=True))
    inside = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
    places = np.stack([across + corner[:, 0], up + corner[:, 1]], axis=-1)
    return np.where(inside[..., None], places, np.nan).reshape(-1, 2)


def _dots(places: np.ndarray, marker: Figure) -> Figure:
    place = {"x": packed(places[:, 0]), "y": packed(places[:, 1])}
    return {"type": "scatter", "mode": "markers", **place, "marker": marker, "showlegend": False}

"""Many tasks side by side, one small picture each, as a plain dictionary for Plotly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metacore.evaluation.measuring import Picture
from metacore.figures import images
from metacore.figures.shading import BAND, QUIET, Frame, contour, shaded
from metacore.figures.style import BLUE, CLASSES, GREY, ORANGE, Figure, coarse, layout
from metacore.nn.estimators import labels

# Distances between tiles, in tiles: whole cells of the pictures, so that all tiles fit one array.
PITCH, PITCH_Y = 1 + 2 / 30, 1 + 6 / 30
UNIT = 2**-9  # the finest place within a tile
SHADES = 32  # more are not seen in a tile, and take as many bytes again


def mosaic(picture: Picture, captions: Sequence[str], chosen: int | None, frame: Frame, columns: int = 4) -> Figure:
    """Many tasks side by side, one captioned tile each, in a single plot: cheap to redraw."""
    count = len(captions)
    rows = -(-count // columns)
    draw = _tiles_of_images if picture.image else _tiles_of_classes if picture.fit.ndim == 4 else _tiles_of_curves
    corners = [(index % columns * PITCH, (rows - 1 - index // columns) * PITCH_Y) for index in range(count)]
    written = [(round(x, 3), round(y, 3)) for x, y in corners]  # so finely, for every letter is sent
    axes = layout(
        {"range": [-0.02, rows * PITCH_Y + 0.02], "visible": False, "fixedrange": True},
        {"range": [-0.02, columns * PITCH - 0.04], "visible": False, "fixedrange": True},
    )
    axes |= {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": False}
    axes["shapes"] = [
        {
            "type": "rect", "x0": x, "x1": round(x + 1, 3), "y0": y, "y1": round(y + 1, 3),
            "line": {"color": "@text" if index == chosen else "@soft", "width": 3 if index == chosen else 1},
        }
        for index, (x, y) in enumerate(written)
    ]  # fmt: skip
    axes["annotations"] = [
        {"x": round(x + 0.5, 3), "y": round(y + 1.09, 3), "text": text, "showarrow": False, "font": {"size": 11}}
        for (x, y), text in zip(written, captions, strict=True)
    ]
    return {
        "data": draw(picture, corners, frame),
        "layout": axes,
        "tiles": {"columns": columns, "rows": rows, "pitch": PITCH, "pitch_y": PITCH_Y, "count": count},
        "ratio": (rows * PITCH_Y + 0.04) / (columns * PITCH - 0.02),
    }


IMAGE_CELLS = 60  # pixels of a tile of images, along each side
Corners = Sequence[tuple[float, float]]


def _tiles_of_classes(picture: Picture, corners: Corners, frame: Frame) -> list[Figure]:
    shade, scale = shaded(picture.fit, SHADES)
    sheet, place = _sheet(shade, corners)
    shades = coarse(sheet, 1, "u1")
    if picture.fit.shape[-1] == 1:
        edges = contour(shades, 127.5, 127.5, "solid", 1.2)
    else:
        likeliest, _ = _sheet(picture.fit.argmax(axis=-1), corners)
        edges = contour(coarse(likeliest, 1, "u1"), 0.5, picture.fit.shape[-1] - 1.5, "solid", 1.2)
    traces: list[Figure] = [
        {"type": "heatmap", "z": shades, **scale, **QUIET, **place},
        {**edges, **place, **QUIET, "showlegend": False},
    ]
    x = picture.support.x
    places = _in_tiles(x[:, :, 0], x[:, :, 1], corners, Frame(frame.domain, frame.domain))
    named = labels(picture.support.y).ravel()
    for label, (colour, shape) in enumerate(CLASSES[: max(picture.fit.shape[-1], 2)]):
        marker = {"symbol": shape, "size": 5, "color": colour, "line": {"color": "#ffffff", "width": 1}}
        traces.append(_dots(places[named == label], marker))
    return traces


def _tiles_of_images(picture: Picture, corners: Corners, frame: Frame) -> list[Figure]:
    drawn = [images.tile(picture, task, IMAGE_CELLS) for task in range(len(corners))]
    sheet, place = _sheet(np.stack([pixels for pixels, _, _ in drawn]), corners)
    right, wrong = (
        np.concatenate([tile[part] + corner for tile, corner in zip(drawn, corners, strict=True)]) for part in (1, 2)
    )
    fine, bad = {"symbol": "circle", "size": 5, "color": BLUE}, {"symbol": "x", "size": 6, "color": ORANGE}
    return [images.ink(sheet) | place, _dots(right, fine), _dots(wrong, bad)]


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
        *([] if picture.truth is None else [strokes(picture.truth, {"color": BLUE})]),
        strokes(picture.before, {"color": GREY, "dash": "dot"}),
        strokes(picture.fit, {"color": ORANGE}),
        _dots(_in_tiles(x, y, corners, frame), {"size": 4, "color": "@text"}),
    ]


def _broken(places: np.ndarray) -> Figure:
    """Strokes [tiles, points, 2] as one trace with a gap after each."""
    gap = np.full((len(places), 1, 2), np.nan)
    flat = np.concatenate([places, gap], axis=1).reshape(-1, 2)
    return {"type": "scatter", **_placed(flat), "showlegend": False}


def _in_tiles(x: np.ndarray, y: np.ndarray, corners: Corners, frame: Frame) -> np.ndarray:
    """Points of each task moved into its tile, [tasks * points, 2]; what lies outside the frame is left out."""
    corner = np.array(corners)[:, :, None]
    across, up = ((v - low) / (high - low) for v, (low, high) in zip((x, y), frame[:2], strict=True))
    inside = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
    places = np.stack([across + corner[:, 0], up + corner[:, 1]], axis=-1)
    return np.where(inside[..., None], places, np.nan).reshape(-1, 2)


def _dots(places: np.ndarray, marker: Figure) -> Figure:
    return {"type": "scatter", "mode": "markers", **_placed(places), "marker": marker, "showlegend": False}


def _placed(places: np.ndarray) -> Figure:
    """Points [points, 2], finer than a screen shows them."""
    return {axis: coarse(places[:, number], UNIT, "i2") for number, axis in enumerate("xy")}

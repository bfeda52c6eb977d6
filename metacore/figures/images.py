"""Tasks whose points are images: what was shown with its labels, and what is answered, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from metacore.evaluation.measuring import Picture
from metacore.figures.shading import QUIET
from metacore.figures.style import BLUE, CLASSES, INK, ORANGE, Figure, layout, packed
from metacore.nn.estimators import labels

ROW, GAP, TALL = 5, 3, 5  # images in a row; pixels between images, and below each for its words
PAPER = "#ffffff"
LETTERS = "ABCDEFGHIJ"  # numbers would be taken for what the images show
MOST_SHOWN = 10


class Spot(NamedTuple):
    """Where an image stands: its place in the batch and the pixel of its upper left corner."""

    number: int
    column: int
    row: int


def focus(picture: Picture) -> Figure:
    """One task, large: support images with their labels above, queries with the class that is answered below."""
    assert picture.image
    height, width = picture.image
    shown = min(picture.support.x.shape[1], MOST_SHOWN)
    upper = list(_spots(shown, height, width, 4))
    start = upper[-1].row + height + TALL + 7
    lower = list(_spots(picture.query.x.shape[1], height, width, start))
    across, down = ROW * (width + GAP) + GAP, lower[-1].row + height + TALL
    sheet = np.full((down, across), np.nan)
    for batch, spots in ((picture.support, upper), (picture.query, lower)):
        _placed(sheet, batch.x[0], spots, picture.image)
    given, right = labels(picture.support.y[0]), labels(picture.query.y[0])
    said = labels(picture.fit[0])
    words = [(spot, LETTERS[given[spot.number]], CLASSES[given[spot.number]][0]) for spot in upper]
    words += [
        (spot, f"{LETTERS[said[n]]} ✓" if said[n] == right[n] else f"{LETTERS[said[n]]} ✗, is {LETTERS[right[n]]}",
         BLUE if said[n] == right[n] else ORANGE)
        for spot in lower for n in (spot.number,)
    ]  # fmt: skip
    axes = layout(
        {"range": [down, 0], "visible": False, "scaleanchor": "x", "fixedrange": True},
        {"range": [0, across], "visible": False, "fixedrange": True, "constrain": "domain"},
    )
    plain = {"showarrow": False, "xanchor": "center", "yanchor": "top"}
    axes["annotations"] = [
        plain | {"x": spot.column + width / 2, "y": spot.row + height, "text": f"<b>{text}</b>", "font": {"size": 12}}
        for spot, text, _ in words
    ] + [
        plain | {"x": GAP, "y": row, "xanchor": "left", "yanchor": "bottom", "text": text}
        for row, text in ((3.4, "Support points, with their labels"), (start - 0.6, "Query points, with the answer"))
    ]
    axes["shapes"] = [_edge(spot, picture.image, colour) for spot, _, colour in words]
    axes["margin"] = {"l": 0, "r": 0, "t": 4, "b": 4}
    return {"data": [ink(sheet)], "layout": axes | {"showlegend": False, "hovermode": False}}


def _spots(count: int, height: int, width: int, start: int) -> Iterator[Spot]:
    for number in range(count):
        yield Spot(number, GAP + number % ROW * (width + GAP), start + number // ROW * (height + TALL))


def _placed(sheet: np.ndarray, x: np.ndarray, spots: Sequence[Spot], size: tuple[int, int]) -> None:
    """Puts images [n, pixels] at their spots; dark is ink, whatever their values."""
    low, high = float(x.min()), float(x.max())
    shades = (x - low) / max(high - low, 1e-6)
    for number, column, row in spots:
        sheet[row : row + size[0], column : column + size[1]] = shades[number].reshape(size)


def ink(sheet: np.ndarray) -> Figure:
    scale = {"zmin": 0, "zmax": 1, "colorscale": [[0, PAPER], [1, INK]]}
    return {"type": "heatmap", "z": packed(sheet), **scale, **QUIET, "x0": 0.5, "dx": 1, "y0": 0.5, "dy": 1}


def _edge(spot: Spot, size: tuple[int, int], colour: str) -> Figure:
    corner = {"x0": spot.column, "x1": spot.column + size[1], "y0": spot.row, "y1": spot.row + size[0]}
    return {"type": "rect", **corner, "line": {"color": colour, "width": 2}}


def tile(picture: Picture, task: int, cells: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One task, small: pixels [cells, cells] from below, and where its right and its wrong answers are marked, [n, 2].

    A row of support images above, rows of queries below, each with a mark under it; places are shares of the tile.
    """
    assert picture.image
    height, width = picture.image
    pitch, tall = (cells - 2) // ROW, cells // 3
    sheet = np.full((cells, cells), np.nan)
    spots = [Spot(n, 2 + n % ROW * pitch, 2 + n // ROW * tall) for n in range(3 * ROW)]
    _placed(sheet, picture.support.x[task], spots[: min(ROW, picture.support.x.shape[1])], picture.image)
    count = min(2 * ROW, picture.query.x.shape[1])
    asked = [Spot(n, column, row) for n, (_, column, row) in enumerate(spots[ROW : ROW + count])]
    _placed(sheet, picture.query.x[task], asked, picture.image)
    right = labels(picture.fit[task]) == labels(picture.query.y[task])
    marks = np.array([[spot.column + width / 2, cells - spot.row - height - 3] for spot in asked]) / cells
    return sheet[::-1], marks[right[:count]], marks[~right[:count]]

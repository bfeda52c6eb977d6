"""One task, enlarged, as a plain dictionary for Plotly; ``metacore.figures.tiles`` draws many side by side."""

from __future__ import annotations

import numpy as np

from metacore.evaluation.measuring import Picture
from metacore.figures import images
from metacore.figures.shading import BAND, QUIET, Frame, edges, shaded
from metacore.figures.style import BLUE, CLASSES, GREY, ORANGE, Figure, layout, packed, rounded
from metacore.figures.tiles import mosaic
from metacore.nn.estimators import labels
from metacore.types import Batch


def focus(picture: Picture, frame: Frame, adapted: bool) -> Figure:
    """One task, large: the boundary (or curve) with its truth, support filled and query points open."""
    if picture.image:
        return images.focus(picture)
    low, high = frame.domain
    vertical: Figure
    if picture.fit.ndim == 4:
        traces = _boundary(picture, frame)
        vertical = {"range": [low, high], "scaleanchor": "x", "constrain": "domain"}
    else:
        traces = _curves(picture, frame, adapted)
        vertical = {"range": list(frame.span)}
    axes = layout({**vertical, **frame.upwards}, {"range": [low, high], "constrain": "domain", **frame.across})
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "closest"}}


def _boundary(picture: Picture, frame: Frame) -> list[Figure]:
    cells = picture.fit.shape[1]
    step = (frame.domain[1] - frame.domain[0]) / (cells - 1)
    place: Figure = {"x0": frame.domain[0], "dx": step, "y0": frame.domain[0], "dy": step}
    shade, scale = shaded(picture.fit[0])
    smooth = "fast" if picture.fit.shape[-1] == 1 else False
    quiet = {**place, **QUIET, "showlegend": False}
    lines = [(picture.fit, "solid", "Model's boundary"), (picture.truth, "dot", "True boundary")]
    known = [(answers[0], dash, name) for answers, dash, name in lines if answers is not None]
    return [
        {"type": "heatmap", "z": packed(shade), **scale, "zsmooth": smooth, **place, **QUIET},
        *(edges(answers, dash) | quiet for answers, dash, _ in known),
        *(_in_legend(dash, name) for _, dash, name in known),
        *_classes(picture.query, "Query", open_=True, size=6),
        *_classes(picture.support, "Support", open_=False, size=10),
    ]


def _in_legend(dash: str, name: str) -> Figure:
    """A line that only the legend shows, in the page's own ink: the picture's is dark, and so may the page be."""
    line = {"color": "@text", "width": 2, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": [None], "y": [None], "line": line, "name": name}


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
                "x": rounded(chosen[:, 0]),
                "y": rounded(chosen[:, 1]),
                "marker": {"symbol": shape, "size": size, "color": fill, "line": {"color": edge, "width": 1.5}},
                "name": f"{name}, class {label}",
                "showlegend": not open_,
                "hovertemplate": f"{name} point, class {label}<br>(%{{x:.2f}}, %{{y:.2f}})<extra></extra>",
            }
        )
    return traces


def _curves(picture: Picture, frame: Frame, adapted: bool) -> list[Figure]:
    across = np.linspace(*frame.domain, picture.fit.shape[1])
    start: Figure = {"x0": frame.domain[0], "dx": across[1] - across[0]}
    quiet = {"hoverinfo": "name"} if frame.upwards else {}  # what is drawn is told by the axes

    def line(values: np.ndarray, name: str, colour: str, dash: str) -> Figure:
        style = {"color": colour, "dash": dash, "width": 2.5 if colour == ORANGE else 2}
        return {
            "type": "scatter",
            "mode": "lines",
            **start,
            "y": rounded(values[0, :, 0]),
            "name": name,
            "line": style,
            **quiet,
        }

    def dots(points: Batch, name: str, symbol: str, size: int) -> Figure:
        marker = {"symbol": symbol, "size": size, "color": "@text"}
        place = {"x": rounded(points.x[0, :, 0]), "y": rounded(points.y[0, :, 0])}
        return {"type": "scatter", "mode": "markers", **place, "name": name, "marker": marker, **quiet}

    band = []
    if adapted and picture.spread is not None:
        low, high = (picture.fit[0, :, 0] + sign * 1.96 * picture.spread[0, :, 0] for sign in (-1, 1))
        outline = {
            "x": rounded(np.concatenate([across, across[::-1]])),
            "y": rounded(np.concatenate([high, low[::-1]])),
        }
        band = [{"type": "scatter", "mode": "none", **outline, "fill": "toself", "fillcolor": BAND,
                 "name": "Likely range (95 %)", "hoverinfo": "skip"}]  # fmt: skip
    return [
        *band,
        *([] if picture.truth is None else [line(picture.truth, "Truth", BLUE, "solid")]),
        *([] if picture.before is picture.fit else [line(picture.before, "Before adapting", GREY, "dot")]),
        *([line(picture.fit, "After adapting", ORANGE, "solid")] if adapted else []),
        dots(picture.query, "Query points", "circle-open", 6),
        dots(picture.support, "Support points", "circle", 9),
    ]


__all__ = ["BAND", "QUIET", "Frame", "focus", "labels", "mosaic", "shaded"]

"""Charts of the fusion lab, as plain dictionaries for Plotly: who counts how much, who errs where, what helps when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from metacore.figures.lines import curve, series
from metacore.figures.pictures import QUIET, Frame, shaded
from metacore.figures.style import BLUE, GREY, ORANGE, Figure, layout, packed

LEFT, RIGHT = [0, 0.6], [0.68, 1]


def weights(values: np.ndarray, faces: np.ndarray, frame: Frame, chosen: int) -> Figure:
    """A bar for each member's weight [members]; beside it the answers of one member, that of the bar under the pointer.

    ``faces``: every member's answers [members, cells, cells, outputs], or [members, cells, outputs] along a line.
    """
    places = packed(np.arange(1, len(values) + 1))
    colours = [ORANGE if value >= 0 else BLUE for value in values]
    bars = {
        "type": "bar", "x": places, "y": packed(values), "marker": {"color": colours}, "showlegend": False,
        "hovertemplate": "Model %{x}: weight %{y:.3f}<extra></extra>",
    }  # fmt: skip
    face, frames, key = _faces(faces, frame)
    own = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
    axes = layout({"title": {"text": "Weight"}}, {"title": {"text": "Model"}, "domain": LEFT})
    plain = {"gridcolor": "@soft", "zeroline": False, "fixedrange": True, "showticklabels": False}
    if faces.ndim == 4:
        axes["xaxis2"] = plain | {"range": list(frame.domain), "domain": RIGHT, "constrain": "domain", "anchor": "y2"}
        axes["yaxis2"] = plain | {"range": list(frame.domain), "scaleanchor": "x2", "anchor": "x2"}
    else:
        axes["xaxis2"] = plain | {"range": list(frame.domain), "domain": RIGHT, "anchor": "y2"}
        axes["yaxis2"] = plain | {"range": list(frame.span), "anchor": "x2", "showticklabels": True}
    title = {"x": np.mean(RIGHT), "y": 1.02, "xref": "paper", "yref": "paper", "yanchor": "bottom", "showarrow": False}
    axes["annotations"] = [title | {"text": f"Model {chosen + 1}"}]
    axes["margin"] = {"t": 28}
    return {
        "data": [bars, face | own | {key: frames[chosen]}],
        "layout": axes | {"hovermode": "closest", "bargap": 0.15},
        "faces": {"trace": 1, "key": key, "values": frames, "title": "Model {number}"},
    }


def _faces(faces: np.ndarray, frame: Frame) -> tuple[Figure, list[dict[str, str]], str]:
    """The trace of one member's answers, the values it takes for each, and where in the trace they stand."""
    low, high = frame.domain
    cells = faces.shape[1]
    if faces.ndim == 4:
        shade, scale = shaded(faces)
        place = {"x0": low, "dx": (high - low) / (cells - 1), "y0": low, "dy": (high - low) / (cells - 1)}
        return {"type": "heatmap", **scale, **place, **QUIET}, [packed(each) for each in shade], "z"
    style = {"color": ORANGE, "width": 2}
    line = {"type": "scatter", "mode": "lines", "x": packed(np.linspace(low, high, cells)), "line": style}
    return line | {"hoverinfo": "skip"}, [packed(each[:, 0]) for each in faces], "y"


def diversity(
    apart: np.ndarray, errors: np.ndarray, marks: Mapping[str, float], names: Sequence[str], up: str
) -> Figure:
    """Each member's error on new tasks against how much it disagrees with the others; ``marks``: errors by label."""
    members = {
        "type": "scatter", "mode": "markers", "x": packed(apart), "y": packed(errors), "name": "One model",
        "marker": {"size": 7, "color": GREY}, "text": list(names),
        "hovertemplate": "%{text}<br>error %{y:.3f}, apart %{x:.3f}<extra></extra>",
    }  # fmt: skip
    ends = [0.0, 1.08 * float(apart.max())] if len(apart) else [0.0, 1.0]
    traces: list[Figure] = [members]
    for place, (label, value) in enumerate(marks.items()):
        traces.append(series(ends, np.repeat(value, 2), label, place, markers=False) | {"hoverinfo": "skip"})
    axes = layout(
        {"title": {"text": up}, "rangemode": "tozero"},
        {"title": {"text": "Disagreement with the other models"}, "rangemode": "tozero", "range": ends},
    )
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "closest"}, "ends": True}


def against(
    curves: Mapping[str, tuple[Sequence[float], np.ndarray]],
    labels: Mapping[str, str],
    chosen: Sequence[str],
    across: str,
    up: str,
    log_x: bool = True,
) -> Figure:
    """Error against pool size or support points: a line for each way to combine.

    ``curves``: places and means by name. Those ``chosen`` are drawn by their place among them, all others faintly.
    """
    faint: Figure = {"showlegend": False, "line": {"color": "@soft", "width": 1.2}}
    traces = [curve(list(x), y, labels[name], {}) | faint for name, (x, y) in curves.items() if name not in chosen]
    traces += [series(list(curves[name][0]), curves[name][1], labels[name], place)
               for place, name in enumerate(chosen) if name in curves]  # fmt: skip
    axes = layout({"title": {"text": up}, "rangemode": "tozero"}, {"title": {"text": across}})
    if log_x:
        ticks = sorted({float(x) for places, _ in curves.values() for x in places})
        axes["xaxis"] |= {"type": "log", "tickvals": ticks, "ticktext": [f"{x:g}" for x in ticks]}
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "x unified"}, "ends": True}

"""Charts of numbers: the meta-loss curve and each task's error, as plain dictionaries for Plotly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from metacore.figures.lines import SERIES, curve, yardsticks
from metacore.figures.style import GREY, ORANGE, Figure, layout, packed, rounded
from metacore.training.curve import Curve


def meta_loss(
    training: Curve,
    checked: np.ndarray,
    validation: np.ndarray,
    marks: Mapping[str, tuple[str, float]],
    ghosts: Sequence[tuple[np.ndarray, np.ndarray]] = (),
    changes: Sequence[int] = (),
    log: bool = False,
) -> Figure:
    """The meta-loss over meta-steps: training grey, held-out dark, yardsticks dashed and named, older runs faint.

    ``marks``: the yardsticks' labels and values by name. ``changes``: steps at which a dial was moved.
    """
    last = float(max([*checked[-1:], *training.steps[-1:], 10]))
    traces = [
        curve(steps, losses, f"Pinned run {number}", {"color": shade, "width": 1.4, "dash": dash})
        for number, ((steps, losses), (shade, dash, _)) in enumerate(zip(ghosts, SERIES, strict=False), 1)
    ]
    traces.append(curve(training.steps, training.points, "Training tasks", {"color": GREY, "width": 1.6}))
    traces.append(curve(checked, validation, "New tasks (held out)", {"color": "@text", "width": 3}))
    seen = np.concatenate([training.points, validation])
    seen = seen[np.isfinite(seen)]  # a diverging run starts from losses that may be no numbers
    top = 1.1 * float(np.quantile(seen, 0.98)) if len(seen) else 1.0
    drawn = {name: mark for name, mark in marks.items() if mark[1] > 0 or not log}
    traces += yardsticks(drawn, [0, last], 1.1 * top)
    axes = layout({"title": {"text": "Meta-loss"}}, {"title": {"text": "Meta-steps"}})
    axes["yaxis"] |= {"type": "log"} if log else {"rangemode": "tozero", "range": [0, 1.15 * top]}
    axes["shapes"] = [
        {"type": "line", "x0": step, "x1": step, "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": "@soft", "width": 1, "dash": "dot"}}
        for step in changes
    ]  # fmt: skip
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "x unified"}, "ends": True}


def before_after(
    training: tuple[np.ndarray, np.ndarray],
    new: tuple[np.ndarray, np.ndarray],
    unit: str,
    own: Sequence[str] = (),
) -> Figure:
    """Each task's error before (open) and after (filled) adapting: training tasks left, new ones right.

    ``own``: what the new tasks are called.
    """
    traces, start = [], 1
    names = ("Training tasks", "New tasks")
    marks, ticks = ({"color": GREY, "symbol": "diamond"}, {"color": ORANGE, "symbol": "circle"}), []
    for name, marker, (before, after) in zip(names, marks, (training, new), strict=True):
        before, after = before[:40], after[:40]
        x = (np.arange(len(after)) + start).astype(np.uint8)
        stems = np.stack([before, after, np.full(len(after), np.nan)], axis=1).ravel()
        place = {"x": packed(np.repeat(x, 3)), "y": rounded(stems)}
        traces.append({"type": "scatter", "mode": "lines", **place, "line": {"color": "@soft", "width": 1.5},
                       "hoverinfo": "skip", "showlegend": False})  # fmt: skip
        called = {"text": list(own[:40])} if own and name == names[1] else {}
        which = "%{text}, " if called else ""
        for values, word, shape in ((before, "before", "-open"), (after, "after", "")):
            traces.append(
                {
                    "type": "scatter", "mode": "markers", "x": packed(x), "y": rounded(values),
                    "marker": marker | {"symbol": marker["symbol"] + shape, "size": 7},
                    "name": f"{name}, {word}", "hovertemplate": f"{which}{word}: %{{y:.3f}}<extra>{name}</extra>",
                    **called,
                }
            )  # fmt: skip
        ticks.append(start + (len(after) - 1) / 2)
        start += len(after) + 3
    axes = layout(
        {"title": {"text": unit}, "rangemode": "tozero"},
        {"tickvals": ticks, "ticktext": list(names), "showgrid": False, "range": [0, start - 3]},
    )
    return {"data": traces, "layout": axes | {"showlegend": True, "hovermode": "closest"}}

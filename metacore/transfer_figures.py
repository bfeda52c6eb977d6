"""The matrix of a transfer as a plain dictionary for Plotly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metacore.drawing import BLUE, INK, ORANGE, WHITE, Figure, layout

FOURFOLD = 2.0  # the deepest colour stands for a fourth, or four times, of the yardstick: two doublings


def matrix(
    errors: np.ndarray,
    yardstick: np.ndarray,
    words: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
    axes: tuple[str, str],
) -> Figure:
    """A cell for each pair of kinds, coloured by its error [rows, columns] against a ``yardstick`` [columns].

    Blue is better, orange worse, near white alike; ``words`` stand in the cells. What is not known is NaN. A frame
    is around each kind at home.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        doublings = np.log2(np.maximum(errors, 1e-4) / np.maximum(yardstick, 1e-4))
    z = np.clip(doublings, -FOURFOLD, FOURFOLD)
    cells = [[None if np.isnan(value) else round(float(value), 3) for value in row] for row in z]
    scale = [[0, BLUE], [0.5, WHITE], [1, ORANGE]]
    heat = {
        "type": "heatmap", "z": cells, "x": list(columns), "y": list(rows), "zmin": -FOURFOLD, "zmax": FOURFOLD,
        "colorscale": scale, "showscale": False, "xgap": 3, "ygap": 3, "hoverinfo": "skip",
    }  # fmt: skip
    look = layout(
        {"title": {"text": axes[1]}, "autorange": "reversed", "showgrid": False, "automargin": True},
        {"title": {"text": axes[0]}, "side": "top", "showgrid": False, "automargin": True},
    )
    look["annotations"] = [
        {"x": column, "y": row, "text": text, "showarrow": False, "font": {"size": 12, "color": _ink(value)}}
        for row, texts, values in zip(rows, words, cells, strict=True)
        for column, text, value in zip(columns, texts, values, strict=True)
    ]
    look["shapes"] = [
        {
            "type": "rect",
            "x0": n - 0.5,
            "x1": n + 0.5,
            "y0": n - 0.5,
            "y1": n + 0.5,
            "line": {"color": "@text", "width": 2},
        }
        for n in range(len(columns))
    ]
    return {"data": [heat], "layout": look | {"margin": {"l": 10, "r": 10, "t": 10, "b": 10}, "dragmode": False}}


def _ink(value: float | None) -> str:
    """A colour that is read on the cell of this value."""
    if value is None:
        return "@text"
    return "#ffffff" if value < -FOURFOLD / 2 else INK

"""Reading figures back: what was packed, and whether Plotly itself takes them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

from metacore.figures.style import Figure


def unpacked(packed: dict[str, Any]) -> np.ndarray:
    kind = {"u1": np.uint8, "i2": np.int16, "f4": np.float32}[packed["dtype"]]
    values = np.frombuffer(packed["bdata"], kind)
    if "unit" in packed:
        values = np.where(values == packed["gap"], np.nan, values * packed["unit"])
    return values.reshape([int(size) for size in packed["shape"].split(",")]) if "shape" in packed else values


def checked(figure: Figure) -> go.Figure:
    """The figure as Plotly's own validation takes it, theme colours filled in."""

    def themed(value):
        if isinstance(value, dict) and "bdata" in value:
            return unpacked(value)
        if isinstance(value, dict):
            return {name: themed(item) for name, item in value.items()}
        if isinstance(value, list):
            return [themed(item) for item in value]
        return "#123456" if isinstance(value, str) and re.fullmatch("@(text|soft)", value) else value

    return go.Figure(data=themed(figure["data"]), layout=themed(figure["layout"]))

"""What pictures of tasks are made of, large and small: the part of the world they show, shades and edges of classes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from metacore.figures.style import BLUE, CLASSES, INK, ORANGE, WHITE, Figure, packed

BAND = "rgba(245,147,34,0.22)"
QUIET = {"showscale": False, "hoverinfo": "skip"}


class Frame(NamedTuple):
    """The part of the world that a picture shows: the range of each input, and of the answers.

    ``across``, ``upwards``: what else its axes say, where what is drawn was measured in other units.
    """

    domain: tuple[float, float]
    span: tuple[float, float]
    across: Mapping[str, Any] = MappingProxyType({})
    upwards: Mapping[str, Any] = MappingProxyType({})


SHADES = 64  # more are not seen


def shaded(fit: np.ndarray, shades: int = SHADES) -> tuple[np.ndarray, Figure]:
    """Probabilities [..., outputs] as numbers up to 255, of ``shades`` different ones, and the colours they stand for.

    Two classes: from one colour to the other, near white between. More: the colour of the likeliest class, the paler
    the less certain it is.
    """
    if fit.shape[-1] == 1:
        scale = [[0, BLUE], [0.5, WHITE], [1, ORANGE]]
        return np.round(_stepped(fit[..., 0], shades) * 255).astype(np.uint8), {
            "zmin": 0,
            "zmax": 255,
            "colorscale": scale,
        }
    count = fit.shape[-1]
    steps = 255 // count
    certain = (fit.max(axis=-1) - 1 / count) / (1 - 1 / count)
    values = fit.argmax(axis=-1) * steps + np.round(_stepped(certain, min(steps, shades // count)) * (steps - 1))
    top = count * steps
    scale = [
        stop
        for index, (colour, _) in enumerate(CLASSES[:count])
        for stop in ([index * steps / top, WHITE], [((index + 1) * steps - 1) / top, colour])
    ]
    scale.append([1, CLASSES[count - 1][0]])
    return values.astype(np.uint8), {"zmin": 0, "zmax": top, "colorscale": scale}


def _stepped(values: np.ndarray, steps: int) -> np.ndarray:
    """Values from 0 to 1, rounded to so many."""
    return np.round(values * (steps - 1)) / (steps - 1)


def edges(answers: np.ndarray, dash: str, width: float = 2) -> Figure:
    """The lines between the classes of ``answers`` [cells, cells, outputs]."""
    if answers.shape[-1] == 1:
        z, start, end = shaded(answers)[0], 127.5, 127.5  # the shades themselves, which need not be sent twice
    else:
        z, start, end = answers.argmax(axis=-1).astype(np.uint8), 0.5, answers.shape[-1] - 1.5
    return contour(packed(z), start, end, dash, width)


def contour(z: Mapping[str, Any], start: float, end: float, dash: str, width: float) -> Figure:
    levels = {"start": start, "end": end, "size": 1, "coloring": "none"}
    return {"type": "contour", "z": z, "contours": levels, "line": {"color": INK, "width": width, "dash": dash}}

"""Figures are what Plotly understands, and hold the numbers they were given."""

from __future__ import annotations

import base64
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from metacore import figures
from metacore.curve import Curve
from metacore.evaluation import Picture
from metacore.types import Batch


def points(tasks: int, features: int) -> Batch:
    random = np.random.default_rng(1)
    x = random.uniform(-2, 2, (tasks, 6, features))
    return Batch(x, (x[..., :1] > 0).astype(np.float32))


def picture(tasks: int, features: int, cells: int = 30) -> Picture:
    fields = np.random.default_rng(2).uniform(0, 1, (3, tasks, *[cells] * features))
    return Picture(points(tasks, features), points(tasks, features), *fields)


def unpacked(packed: dict[str, str]) -> np.ndarray:
    kind = {"u1": np.uint8, "f4": np.float32}[packed["dtype"]]
    values = np.frombuffer(base64.b64decode(packed["bdata"]), kind)
    return values.reshape([int(size) for size in packed["shape"].split(",")]) if "shape" in packed else values


def checked(figure: figures.Figure) -> go.Figure:
    """The figure as Plotly's own validation takes it, theme colours filled in."""

    def themed(value):
        if isinstance(value, dict):
            return {name: themed(item) for name, item in value.items()}
        if isinstance(value, list):
            return [themed(item) for item in value]
        return "#123456" if isinstance(value, str) and re.fullmatch("@(text|soft)", value) else value

    return go.Figure(data=themed(figure["data"]), layout=themed(figure["layout"]))


@pytest.mark.parametrize("features", [1, 2])
def test_pictures_are_valid_figures(features: int) -> None:
    checked(figures.focus(picture(1, features, 50), (-3, 3), adapted=True))
    checked(figures.mosaic(picture(7, features), ["8 %"] * 7, 2, (-3, 3)))


def test_a_tile_stands_where_a_click_is_looked_for() -> None:
    shown = picture(6, 2)
    figure = figures.mosaic(shown, [""] * 6, None, (-3, 3))
    sheet, tiles = unpacked(figure["data"][0]["z"]), figure["tiles"]
    for task in range(6):
        row, column = tiles["rows"] - 1 - task // tiles["columns"], task % tiles["columns"]
        y, x = round((row * tiles["pitch_y"] + 0.5) * 30), round((column * tiles["pitch"] + 0.5) * 30)
        assert sheet[y, x] == np.round(255 * shown.fit[task, 15, 15])


def test_classes_differ_in_colour_and_shape() -> None:
    traces = figures.focus(picture(1, 2), (-3, 3), adapted=True)["data"]
    marks = {(t["marker"]["symbol"], t["name"][-1]) for t in traces if t["type"] == "scatter"}
    assert marks == {("square", "0"), ("circle", "1")}


def test_the_curve_shows_yardsticks_that_fit_and_ghosts() -> None:
    training = Curve(1, np.linspace(1, 0.2, 50), np.zeros(0))
    marks = {"floor": ("Best possible", 0.1), "far": ("Far away", 40.0)}
    ghosts = [(np.arange(5), np.ones(5))]
    figure = figures.meta_loss(training, np.arange(0, 50, 8), np.linspace(1, 0.3, 7), marks, ghosts, [20])
    checked(figure)
    names = [trace.get("name") for trace in figure["data"]]
    assert names[:3] == ["Pinned run 1", "Training tasks", "New tasks (held out)"]
    assert [trace["text"][1] for trace in figure["data"] if trace.get("text")] == ["Best possible"]
    np.testing.assert_allclose(unpacked(figure["data"][1]["y"]), training.points, rtol=1e-6)


def test_before_and_after_of_every_task() -> None:
    new = (np.full(60, 0.5), np.full(60, 0.1))
    figure = figures.before_after((np.array([0.4]), np.array([0.2])), new, "error")
    checked(figure)
    assert [len(unpacked(trace["y"])) for trace in figure["data"]] == [3, 1, 1, 120, 40, 40]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(0.0943, "error", "9.4 %"), (1.0, "error", "100 %"), (0.43, "mse", "0.43"), (0.0301, "mse", "0.030"),
     (0.0002, "mse", "< 0.001")],
)  # fmt: skip
def test_numbers_are_shown_shortly(value: float, unit: str, shown: str) -> None:
    assert figures.shown(value, unit) == shown

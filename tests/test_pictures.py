"""Pictures of tasks, for every kind of problem."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.drawing import CLASSES, ORANGE, WHITE
from metacore.evaluation import Picture
from metacore.pictures import Frame, focus, mosaic, shaded
from metacore.types import Batch
from tests.plotly_figures import checked, unpacked

FRAME = Frame((-3.0, 3.0), (-2.0, 2.0))
KINDS = [(1, 1), (2, 1), (2, 3), (2, 5)]  # features, outputs
each_kind = pytest.mark.parametrize(("features", "outputs"), KINDS)


def points(tasks: int, features: int, outputs: int) -> Batch:
    random = np.random.default_rng(1)
    x = random.uniform(-2, 2, (tasks, 12, features))
    y = np.eye(outputs)[np.arange(12) % outputs] if outputs > 1 else (np.arange(12) % 2)[:, None]
    return Batch(x, np.broadcast_to(y, (tasks, 12, outputs)).astype(np.float32))


def picture(tasks: int, features: int, outputs: int = 1, cells: int = 30) -> Picture:
    fields = np.random.default_rng(2).uniform(0, 1, (3, tasks, *[cells] * features, outputs))
    if outputs > 1:
        fields /= fields.sum(axis=-1, keepdims=True)
    return Picture(points(tasks, features, outputs), points(tasks, features, outputs), *fields)


@each_kind
def test_pictures_are_valid_figures(features: int, outputs: int) -> None:
    checked(focus(picture(1, features, outputs, 50), FRAME, adapted=True))
    checked(mosaic(picture(7, features, outputs), ["8 %"] * 7, 2, FRAME))


def test_a_tile_stands_where_a_click_is_looked_for() -> None:
    shown = picture(6, 2)
    figure = mosaic(shown, [""] * 6, None, FRAME)
    sheet, tiles = unpacked(figure["data"][0]["z"]), figure["tiles"]
    for task in range(6):
        row, column = tiles["rows"] - 1 - task // tiles["columns"], task % tiles["columns"]
        y, x = round((row * tiles["pitch_y"] + 0.5) * 30), round((column * tiles["pitch"] + 0.5) * 30)
        assert sheet[y, x] == np.round(255 * shown.fit[task, 15, 15, 0])


@pytest.mark.parametrize("outputs", [1, 3, 5])
def test_classes_differ_in_colour_and_shape(outputs: int) -> None:
    traces = focus(picture(1, 2, outputs), FRAME, adapted=True)["data"]
    marks = {(t["marker"]["symbol"], t["name"][-1]) for t in traces if t["type"] == "scatter"}
    assert marks == {(shape, str(label)) for label, (_, shape) in enumerate(CLASSES[: max(outputs, 2)])}


def colour_of(value: float, scale: list) -> str:
    """The colour that stands at the stop nearest to ``value``."""
    return min(scale, key=lambda stop: abs(stop[0] - value))[1]


@pytest.mark.parametrize("outputs", [3, 4, 5])
def test_the_likeliest_class_gives_the_colour_and_its_certainty_the_depth(outputs: int) -> None:
    for label in range(outputs):
        sure, unsure = np.eye(outputs)[label], np.full(outputs, 1 / outputs)
        unsure[label] += 1e-6
        values, scale = shaded(np.stack([sure, unsure]))
        found = [colour_of(value / scale["zmax"], scale["colorscale"]) for value in values.astype(float)]
        assert found == [CLASSES[label][0], WHITE]


def test_two_classes_go_from_one_colour_to_the_other() -> None:
    values, scale = shaded(np.array([[0.0], [0.5], [1.0]]))
    assert [colour_of(v / 255, scale["colorscale"]) for v in values] == [CLASSES[0][0], WHITE, ORANGE]


def test_a_predicted_spread_is_drawn_as_a_band_of_two_deviations() -> None:
    plain = picture(2, 1)
    wide = plain._replace(spread=np.full_like(plain.fit, 0.1))
    (band, *_) = focus(wide, FRAME, adapted=True)["data"]
    y = unpacked(band["y"])
    np.testing.assert_allclose(y[:30] - y[30:][::-1], 2 * 1.96 * 0.1, rtol=1e-5)
    assert checked(mosaic(wide, ["", ""], None, FRAME)).data[0].fill == "toself"
    assert len(focus(plain, FRAME, adapted=True)["data"]) == len(focus(wide, FRAME, adapted=True)["data"]) - 1

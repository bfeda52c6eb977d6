"""Pictures of tasks, for every kind of problem."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.evaluation.measuring import Picture
from metacore.figures.pictures import Frame, focus, mosaic, shaded
from metacore.figures.style import CLASSES, ORANGE, WHITE
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


@each_kind
def test_where_only_data_are_known_no_truth_is_drawn(features: int, outputs: int) -> None:
    shown = picture(3, features, outputs)
    known, unknown = (
        sum(len(draw["data"]) for draw in (focus(each, FRAME, True), mosaic(each, ["8 %"] * 3, None, FRAME)))
        for each in (shown, shown._replace(truth=None))
    )
    assert unknown == known - 2  # a line in both pictures, or an edge and its name in the legend
    checked(focus(shown._replace(truth=None), FRAME, adapted=True))


def of_images(tasks: int, shots: int = 5, queries: int = 10, classes: int = 5) -> Picture:
    random = np.random.default_rng(1)
    support, query = (
        Batch(random.uniform(size=(tasks, n, 64)), np.stack([np.eye(classes)[np.arange(n) % classes]] * tasks))
        for n in (shots, queries)
    )
    said = np.roll(query.y, 1, axis=-1)
    said[:, :3] = query.y[:, :3]  # three right answers
    return Picture(support, query, None, said, said, image=(8, 8))


@pytest.mark.parametrize("shots", [1, 5, 50])
def test_images_are_drawn_with_their_labels_and_answers_marked_by_more_than_colour(shots: int) -> None:
    figure = checked(focus(of_images(1, shots), FRAME, adapted=True))
    words = [note.text for note in figure.layout.annotations]
    assert sum("✓" in word for word in words) == 3 and sum("✗" in word for word in words) == 7
    assert "<b>E ✗, is D</b>" in words and words[0] == "<b>A</b>"
    assert len(figure.layout.shapes) == min(shots, 10) + 10
    drawn = mosaic(of_images(4, shots), ["8 %"] * 4, 1, FRAME)
    checked(drawn)
    right, wrong = drawn["data"][1:]
    assert len(unpacked(right["x"])) == 4 * 3 and len(unpacked(wrong["x"])) == 4 * 7
    assert right["marker"]["symbol"] != wrong["marker"]["symbol"]


def test_an_image_stands_in_its_tile_upright_and_whole() -> None:
    shown = of_images(1)
    sheet = unpacked(mosaic(shown, [""], None, FRAME)["data"][0]["z"])
    support = shown.support.x[0]
    pixels = (support - support.min()) / (support.max() - support.min())
    at = np.argwhere(~np.isnan(sheet))
    top, left = at[:, 0].max(), at[:, 1].min()  # rows count from below
    np.testing.assert_allclose(sheet[top - 7 : top + 1, left : left + 8][::-1].ravel(), pixels[0], atol=1e-6)


def test_a_tile_stands_where_a_click_is_looked_for() -> None:
    shown = picture(6, 2)
    figure = mosaic(shown, [""] * 6, None, FRAME)
    sheet, tiles = unpacked(figure["data"][0]["z"]), figure["tiles"]
    for task in range(6):
        row, column = tiles["rows"] - 1 - task // tiles["columns"], task % tiles["columns"]
        y, x = round((row * tiles["pitch_y"] + 0.5) * 30), round((column * tiles["pitch"] + 0.5) * 30)
        assert abs(sheet[y, x] - 255 * shown.fit[task, 15, 15, 0]) < 5  # half of one of 32 shades


@pytest.mark.parametrize("outputs", [1, 3, 5])
def test_classes_differ_in_colour_and_shape(outputs: int) -> None:
    traces = focus(picture(1, 2, outputs), FRAME, adapted=True)["data"]
    marks = {(t["marker"]["symbol"], t["name"][-1]) for t in traces if t.get("mode") == "markers"}
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
    np.testing.assert_allclose(y[:30] - y[30:][::-1], 2 * 1.96 * 0.1, rtol=1e-3)  # as fine as it is sent
    assert checked(mosaic(wide, ["", ""], None, FRAME)).data[0].fill == "toself"
    assert len(focus(plain, FRAME, adapted=True)["data"]) == len(focus(wide, FRAME, adapted=True)["data"]) - 1


def test_the_legend_names_both_boundaries_in_the_ink_of_the_page() -> None:
    traces = focus(picture(1, 2), FRAME, adapted=True)["data"]
    named = {t["name"]: t["line"] for t in traces if t.get("mode") == "lines"}
    drawn = [t["line"]["dash"] for t in traces if t["type"] == "contour"]
    assert {line["color"] for line in named.values()} == {"@text"}
    assert [line["dash"] for line in named.values()] == drawn == ["solid", "dot"]
    assert list(named) == ["Model's boundary", "True boundary"]

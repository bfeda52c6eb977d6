"""Charts of a sweep: numbers as they were, diverged cells hatched, best and chosen marked, bands around means."""

from __future__ import annotations

import numpy as np

from metacore.figures.lines import SERIES
from metacore.studies.sweep.figures import Axis, Band, bands, heatmap
from tests.plotly_figures import checked, unpacked

VALUES = np.array([[0.1, 0.2, np.nan], [0.3, np.nan, 0.4]], np.float32)
WORDS = [["10 %", "20 %", ""], ["30 %", "", "40 %"]]
DIVERGED = np.array([[False, False, True], [False, False, False]])


def drawn(best: tuple[int, int] | None = (0, 0), chosen: tuple[int, int] | None = (2, 1)):
    axes = Axis("Alpha", ["1", "2", "3"]), Axis("Beta", ["4", "5"])
    return heatmap(VALUES, WORDS, WORDS, DIVERGED, {"best": best, "chosen": chosen}, *axes, 0.35, share=True)


def test_the_map_holds_the_values_and_says_where_they_belong() -> None:
    figure = drawn()
    checked(figure)
    colours, _, numbers, star = figure["data"]
    np.testing.assert_array_equal(unpacked(colours["z"]), VALUES)
    assert (round(colours["zmin"], 6), colours["zmax"], colours["reversescale"]) == (0.1, 0.35, True)
    assert numbers["text"] == ["10 %", "20 %", "", "30 %", "", "40 %"]
    assert unpacked(numbers["x"]).tolist() == [0.5, 1.5, 2.5] * 2 and unpacked(numbers["y"]).tolist()[::3] == [0.5, 1.5]
    assert numbers["textfont"]["color"][0] != numbers["textfont"]["color"][5], "dark on bright, white on dark"
    assert (int(star["x"][0]), int(star["y"][0])) == (0, 0)
    shape = figure["layout"]["shapes"][0]
    assert (shape["x0"], shape["y0"]) == (2, 1)
    assert figure["tiles"] == {"columns": 3, "rows": 2, "pitch": 1, "pitch_y": 1, "count": 6}


def test_only_diverged_cells_are_hatched() -> None:
    hatch = drawn()["data"][1]
    strokes = [(x, y) for x, y in zip(hatch["x"], hatch["y"], strict=True) if x is not None]
    assert len(strokes) == 6 and all(2 <= x <= 3 and 0 <= y <= 1 for x, y in strokes)


def test_a_map_of_nothing_is_still_a_chart() -> None:
    figure = heatmap(np.full((2, 2), np.nan), [["", ""]] * 2, [["", ""]] * 2, np.zeros((2, 2), bool), {},
                     Axis("a", ["1", "2"]), Axis("b", ["1", "2"]), 1.0, share=False)  # fmt: skip
    checked(figure)
    assert "shapes" not in figure["layout"]


def test_a_line_is_the_mean_and_its_band_goes_from_lowest_to_highest() -> None:
    values = np.array([[0.5, 0.3], [0.2, 0.1]])
    figure = bands(
        [Band("MAML", [1, 100], values)], {"scratch": ("From scratch", [1, 100], [0.4, 0.2])}, "Tasks", "Error", True
    )
    checked(figure)
    band, line, mark = figure["data"]
    assert band["x"] == [1, 100, 100, 1] and band["y"] == [0.5, 0.2, 0.1, 0.3]
    np.testing.assert_allclose(unpacked(line["y"]), [0.4, 0.15], rtol=1e-6)
    assert mark["y"] == [0.4, 0.2] and figure["layout"]["xaxis"]["ticktext"] == ["1", "100"]


def test_a_line_keeps_its_place_where_others_are_still_to_come() -> None:
    figure = bands([Band("Reptile", [1, 2], np.ones((2, 1)), 4)], {}, "x", "y", False)
    assert figure["data"][0]["line"]["color"] == SERIES[4][0]


def test_one_repeat_has_no_band() -> None:
    figure = bands([Band("MAML", ["a", "b"], np.ones((2, 1)))], {}, "x", "y", False)
    checked(figure)
    assert len(figure["data"]) == 1 and "type" not in figure["layout"]["xaxis"]

"""Charts of a race: a line for every repeat of every method, and the numbers as they were."""

from __future__ import annotations

import numpy as np

from metacore.figures.lines import SERIES
from metacore.registry import algorithms
from metacore.studies.compare.figures import lines
from tests.plotly_figures import checked, unpacked


def test_every_repeat_has_its_line_and_every_method_one_name() -> None:
    curves = {"maml": [([1, 2, 5], [0.3, 0.2, 0.1]), ([1, 2, 5], [0.4, 0.3, 0.2])], "joint": [([1, 2, 5], [0.5] * 3)]}
    marks = {"floor": ("Best possible", 0.05), "scratch": ("From scratch", 9.0)}
    figure = lines(curves, ["reptile", "maml", "joint"], marks, "Support points", "Error", log_x=True)
    checked(figure)
    shown = [trace["name"] for trace in figure["data"] if trace.get("showlegend")]
    assert shown == [algorithms()[name].card.label for name in curves]
    np.testing.assert_allclose(unpacked(figure["data"][1]["y"]), [0.4, 0.3, 0.2], rtol=1e-6)
    assert [trace["name"] for trace in figure["data"]][-1] == "Best possible", "From scratch lies off the chart"
    drawn = [trace["line"]["color"] for trace in figure["data"][:3]]
    assert drawn == [SERIES[1][0], SERIES[1][0], SERIES[2][0]], "a place is kept where others have fallen out"
    assert figure["layout"]["xaxis"]["ticktext"] == ["1", "2", "5"]


def test_a_race_without_laps_is_an_empty_chart() -> None:
    checked(lines({"maml": []}, ["maml"], {}, "Steps", "Loss"))

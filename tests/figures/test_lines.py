"""Lines beside each other are told apart by every eye, on light and on dark; yardsticks by their strokes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from metacore.figures.lines import DASHES, MOST_LINES, SERIES, series, yardsticks
from metacore.figures.style import contrast
from pages.parts.frame.texts import YARDSTICKS
from tests.plotly_figures import checked

GROUNDS = ("#ffffff", "#171614")  # Streamlit's light and dark
SEEN = 3.0  # the contrast that WCAG AA asks of lines
# How eyes without one kind of cone see linear red, green and blue (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def oklab(colour: str, eye: str) -> np.ndarray:
    """Where a colour stands in Ottosson's OKLab, in which distances are as they are seen."""
    shares = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    cones = np.array([[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.68069955, 0.10739696],
                      [0.08830246, 0.28171884, 0.6299787]])  # fmt: skip
    to_lab = np.array([[0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.42859221, 0.45059371],
                       [0.0259040371, 0.78277177, -0.80867577]])  # fmt: skip
    return to_lab @ np.cbrt(cones @ np.clip(np.asarray(EYES[eye]) @ linear, 0, 1))


@pytest.mark.parametrize(("eye", "least"), [("all cones", 0.2), ("no red", 0.1), ("no green", 0.1), ("no blue", 0.1)])
def test_no_two_lines_look_alike(eye: str, least: float) -> None:
    for (one, *_), (other, *_) in combinations(SERIES, 2):
        assert np.linalg.norm(oklab(one, eye) - oklab(other, eye)) >= least, (one, other)


def test_lines_differ_in_stroke_and_marker_too_and_are_seen_on_both_grounds() -> None:
    for part in zip(*SERIES, strict=True):
        assert len(set(part)) == MOST_LINES == 6
    assert all(contrast(colour, ground) >= SEEN for colour, *_ in SERIES for ground in GROUNDS)


def test_a_line_is_what_plotly_takes() -> None:
    traces = [series([1, 2], np.array([0.5, 0.1]), str(place), place) for place in range(MOST_LINES)]
    checked({"data": traces, "layout": {}})


def test_every_yardstick_has_a_stroke_of_its_own() -> None:
    assert {*YARDSTICKS} <= {*DASHES} and len({*DASHES.values()}) == len(DASHES)
    drawn = yardsticks({"floor": ("Best possible", 0.1), "scratch": ("From scratch", 0.4)}, [0, 9], 1.0)
    checked({"data": drawn, "layout": {}})
    assert [line["line"]["dash"] for line in drawn] == [DASHES["floor"], DASHES["scratch"]]
    assert [line["name"] for line in drawn] == ["Best possible", "From scratch"]


def test_yardsticks_that_fall_together_share_a_line_and_what_lies_off_the_chart_is_left_out() -> None:
    marks = {"zero": ("Zero", 0.4), "mean": ("Mean", 0.402), "scratch": ("Scratch", 7.0)}
    (line,) = yardsticks(marks, [0, 9], 1.0)
    assert line["name"] == "Zero, Mean" and line["y"] == [0.4, 0.4]

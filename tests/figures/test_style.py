"""Numbers as they are written, and arrays as they travel."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.figures.style import BLUE, READABLE, WHITE, coarse, contrast, headline, packed, shown, tinted
from metacore.interval import Interval
from tests.plotly_figures import unpacked


@pytest.mark.parametrize("values", [np.arange(6, dtype=np.uint8).reshape(2, 3), np.array([0.5, np.nan, -3.0])])
def test_an_array_is_read_back_as_it_was(values: np.ndarray) -> None:
    np.testing.assert_array_equal(unpacked(packed(values)), values)


def test_coarse_arrays_keep_their_gaps_and_are_near_enough() -> None:
    places = np.array([0.0, np.nan, 1.2345, -3.9, 1e9])
    found = unpacked(coarse(places, 2**-10, "i2"))
    np.testing.assert_allclose(found[[0, 2, 3]], places[[0, 2, 3]], atol=2**-11)
    assert np.isnan(found[1]) and 31 < found[4] < 32, "what lies far outside stays outside, and is no gap"
    shades = np.array([[0.0, 254.0], [np.nan, 255.0]])
    np.testing.assert_array_equal(unpacked(coarse(shades, 1, "u1")), [[0, 254], [np.nan, 254]])


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.0943, "error", "9.4 %"), (1.0, "error", "100 %"), (0.43, "mse", "0.43"), (0.0301, "mse", "0.030"),
     (0.0002, "mse", "< 0.001")],
)  # fmt: skip
def test_numbers_are_shown_shortly(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_a_tiny_error_is_said_once() -> None:
    assert headline(Interval(0.0002, 0.0001, 600), "mse") == "< 0.001"
    assert headline(Interval(0.2, 0.01, 600), "error") == "20.0 % ± 1.0 %"


def test_better_than_the_yardstick_is_blue_and_worse_is_orange() -> None:
    assert tinted(0.001, 0.2) == tinted(0.05, 0.2) == "background: #0877bd; color: #ffffff"
    assert tinted(9.0, 0.2) == tinted(0.8, 0.2) == "background: #f59322; color: #000000"
    assert tinted(0.0, 0.0) == "background: #e8eaeb; color: #000000"


@pytest.mark.parametrize("error", np.geomspace(0.01, 1, 30).tolist())
def test_a_tinted_cell_is_readable(error: float) -> None:
    ground, text = (part.split(": ")[1] for part in tinted(error, 0.1).split("; "))
    assert contrast(ground, text) >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#777777", "#ffffff"), 2) == round(contrast("#ffffff", "#777777"), 2) == 4.48
    assert 3.9 < contrast(BLUE, WHITE) < 4.1

"""The matrix: better is blue, worse is orange, and what is not known has no colour."""

from __future__ import annotations

import numpy as np

from metacore.transfer_figures import FOURFOLD, matrix
from tests.plotly_figures import checked


def test_cells_are_coloured_by_their_error_against_the_yardstick() -> None:
    errors = np.array([[0.1, 0.4], [0.2, np.nan], [0.0001, 9.0]])
    words = [["a", "b"], ["c", ""], ["d", "e"]]
    figure = matrix(errors, np.array([0.2, 0.2]), words, ["x", "y", "z"], ["u", "v"], ("across", "up"))
    checked(figure)
    assert figure["data"][0]["z"] == [[-1, 1], [0, None], [-FOURFOLD, FOURFOLD]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["a", "b", "c", "", "d", "e"]


def test_nothing_is_coloured_before_the_yardstick_is_known() -> None:
    figure = matrix(np.ones((1, 1)), np.array([np.nan]), [["1"]], ["x"], ["u"], ("across", "up"))
    checked(figure)
    assert figure["data"][0]["z"] == [[None]]

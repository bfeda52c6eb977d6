"""Charts are what Plotly understands, and hold the numbers they were given."""

from __future__ import annotations

import numpy as np

from metacore.figures import charts
from metacore.training.curve import Curve
from tests.plotly_figures import checked, unpacked


def test_the_curve_shows_yardsticks_that_fit_and_ghosts() -> None:
    training = Curve(1, np.linspace(1, 0.2, 50), np.zeros(0))
    marks = {"floor": ("Best possible", 0.1), "far": ("Far away", 40.0)}
    ghosts = [(np.arange(5), np.ones(5))]
    figure = charts.meta_loss(training, np.arange(0, 50, 8), np.linspace(1, 0.3, 7), marks, ghosts, [20])
    checked(figure)
    names = [trace.get("name") for trace in figure["data"]]
    assert names[:3] == ["Pinned run 1", "Training tasks", "New tasks (held out)"]
    assert names[3:] == ["Best possible"] and figure["ends"]
    np.testing.assert_allclose(unpacked(figure["data"][1]["y"]), training.points, rtol=1e-6)


def test_before_and_after_of_every_task() -> None:
    new = (np.full(60, 0.5), np.full(60, 0.1))
    figure = charts.before_after((np.array([0.4]), np.array([0.2])), new, "error")
    checked(figure)
    assert [len(unpacked(trace["y"])) for trace in figure["data"]] == [3, 1, 1, 120, 40, 40]

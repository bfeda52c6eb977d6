"""Every axis has values that its dial allows, spread as its range asks for."""

from __future__ import annotations

import pytest

from metacore.dials import Dial, named
from metacore.registry import algorithms
from metacore.run import Run
from metacore.studies.sweep.axes import MOST, NO_AXIS, axes_of, spread
from metacore.studies.sweep.question import Sweep
from tests.examples import ALGORITHMS


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_axis_of_every_algorithm_has_values_that_are_allowed(name: str) -> None:
    family = "linear" if "classification" in algorithms()[name].card.serves else "sinusoid"
    base = Run.of({"family": family, "algorithm": name})
    for axis in axes_of(base):
        y = NO_AXIS if axis != "algorithm" else "shots"
        sweep = Sweep.of(base, {"x": axis, "y": y})
        assert 2 <= len(sweep.xs) <= MOST and axis not in ("family", "seed", *base.method.card.ignores)


def test_values_spread_evenly_in_ratio_or_in_steps() -> None:
    alpha, noise = (named(Run.of({}).dials, name) for name in ("alpha", "noise"))
    assert spread(alpha, 0.01, 10.0, 4) == (0.01, 0.1, 1.0, 10.0)
    assert spread(noise, 0.0, 0.4, 5) == (0.0, 0.1, 0.2, 0.3, 0.4)
    whole = Dial("n", "", "", 1, "integer", 1, 5, stops=(1, 5))
    assert spread(whole, 1, 5, 16) == (1, 2, 3, 4, 5)

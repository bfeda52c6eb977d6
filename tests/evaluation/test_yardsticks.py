"""Yardsticks against the figures that were computed independently (REFERENCES), and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation import yardsticks as yardsticks_module
from metacore.evaluation.yardsticks import measured_run, piece, yardsticks
from metacore.run import Run
from tests.examples import FAMILIES, RECORDED, close, small


def test_lines_have_the_floor_and_the_majority_that_were_computed() -> None:
    found = yardsticks(Run.parse("family=linear&shots=10"))
    assert set(found) == {"floor", "scratch", "majority", "unadapted"}
    assert abs(found["floor"].mean - 0.069) < 0.01
    assert abs(found["majority"].mean - 0.32) < 0.02
    assert abs(found["unadapted"].mean - 0.32) < 0.02
    assert found["floor"].mean < found["scratch"].mean < 0.16
    assert all(each.tasks == NEW_TASKS and 0 < each.ci95 < 0.03 for each in found.values())
    losses = yardsticks(Run.parse("family=linear&shots=10"), "loss")
    assert 0 < losses["floor"].mean < losses["scratch"].mean
    assert losses["floor"].mean < losses["unadapted"].mean < np.log(2)


def test_sines_have_the_answers_without_adapting_that_were_computed() -> None:
    found = yardsticks(small("sinusoid", shots=10))
    assert set(found) == {"floor", "scratch", "zero", "unadapted"}
    assert abs(found["zero"].mean - 4.25) < 0.35
    assert abs(found["unadapted"].mean - 3.01) < 0.3
    assert found["floor"].mean < 0.01 < found["scratch"].mean


def test_what_has_no_influence_on_a_yardstick_changes_none() -> None:
    run = Run.parse("family=linear&shots=10")
    for change in ({"alpha": 0.7}, {"seed": 9}, {"algorithm": "joint"}, {"tasks": 5}, {"ensemble": "average"}):
        assert yardsticks(run.replace(**change)) == yardsticks(run)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in RECORDED])
def test_the_floor_is_under_everything_and_one_answer_for_all_over_everything(family: str) -> None:
    found = piece(small(family, shots=10), 0)["metric"]
    constant = "majority" if "majority" in found else "zero"
    for better, worse in (("floor", "scratch"), ("floor", "unadapted"), ("floor", constant), ("unadapted", constant)):
        gain = found[worse] - found[better]
        assert gain.mean() >= -1.96 * gain.std() / np.sqrt(len(gain)), (better, worse, gain.mean())
    assert found["floor"].mean() < 0.8 * found[constant].mean(), "the support tells something"


@pytest.mark.parametrize("family", ["moons", "sinusoid"])
def test_what_was_let_go_in_favour_of_other_runs_is_made_again(family: str) -> None:
    """Its programs were refused, as others under the names of those before."""
    run = small(family, shots=3)
    first = piece(run, 0)
    before = yardsticks_module._ideal(measured_run(run))
    for held in (yardsticks_module._ideal, yardsticks_module._piece):
        held.cache_clear()
    again = piece(run, 0)
    assert yardsticks_module._ideal(measured_run(run)) is not before
    for unit in ("metric", "loss"):
        close([*again[unit].values()], [*first[unit].values()])

"""Wider inputs change nothing but their width."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.evaluation.measuring import measure
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import all_dials
from tests.examples import FAMILIES, small

WIDE = 70


@pytest.mark.parametrize("family", FAMILIES)
def test_tasks_and_labels_are_the_same_and_zeros_stand_behind_the_inputs(family: str) -> None:
    run = small(family)
    narrow, wide = (
        sampling.new_tasks(each.task_family, each.shots, all_dials(each)) for each in (run, run.widened(WIDE))
    )
    features = run.problem.features
    for part, padded in zip((narrow.support, narrow.query), (wide.support, wide.query), strict=True):
        np.testing.assert_array_equal(padded.y, part.y)
        np.testing.assert_array_equal(padded.x[..., :features], part.x)
        assert padded.x.shape[-1] == max(WIDE, features) and not np.any(padded.x[..., features:])


def test_a_run_is_widened_through_all_its_changes() -> None:
    run = small("linear").widened(5)
    assert run.problem.features == run.program().problem.features == run.replace(shots=3).problem.features == 5
    assert run.replace(family="digits").problem.features == 64  # never narrower than its tasks
    assert isinstance(run.task_family, RecordedFamily)
    assert run.widened(0) == small("linear") == small("linear").widened(2).widened(0)


def test_it_learns_as_well_with_zeros_as_without() -> None:
    query = "family=linear&algorithm=maml&shots=10&inner_steps=1&alpha=0.3&hidden=10"
    runs = [Run.parse(query), Run.parse(query).widened(8)]
    errors = [measure(run, advance(run, init(run), Budget(300)).state)["after"].mean() for run in runs]
    assert abs(errors[0] - errors[1]) < 0.05 and errors[1] < 0.3


def test_an_image_among_other_inputs_is_plain_numbers_so_that_networks_fit() -> None:
    digits, blobs = (
        Run.of({"family": name, "classes": 3, "algorithm": "prototypical"}) for name in ("digits", "blobs")
    )
    wide, other = digits.widened(64), blobs.widened(64)
    assert digits.problem.image and not wide.problem.image and wide.problem == other.problem

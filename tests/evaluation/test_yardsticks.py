"""Yardsticks against the figures that were computed independently (REFERENCES), and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import NEW_TASKS, log_likelihood
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import (
    POSTERIOR_SAMPLES,
    _tools,
    exact_log_likelihood,
    measured_run,
    piece,
    yardsticks,
)
from metacore.run import Run
from metacore.training.engine import init
from metacore.training.programs import all_dials
from metacore.types import Batch
from tests.examples import FAMILIES, RECORDED, small


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


def test_a_point_whose_place_depends_on_the_truth_is_a_hint_of_it() -> None:
    run = measured_run(small("blobs", classes=2, difference=0.5, noise=0.1))
    tools, x = _tools(run), np.random.default_rng(1).normal(size=(1, 5, 2)).astype(np.float32)
    for point in range(5):
        at = np.repeat(x[:, point : point + 1], POSTERIOR_SAMPLES, axis=0)
        latents = tools.latents[:POSTERIOR_SAMPLES]
        says = run.task_family.answer(latents, at)
        likely = np.exp(log_likelihood(run.task_family, latents, Batch(at, says), all_dials(run)))
        expected = (likely * says.numpy()[:, :, 0]).sum() / likely.sum()
        assert np.isclose(tools.unadapted(tf.constant(x))[0, point, 0], expected, atol=1e-4)


def test_methods_without_a_spread_and_families_without_a_posterior_have_none() -> None:
    run = small("sinusoid")
    assert "log_likelihood" not in measure(run, init(run)) and exact_log_likelihood(run) is None


def test_the_exact_posterior_gains_with_every_point() -> None:
    few, many = (exact_log_likelihood(small("gp", shots=shots)) for shots in (1, 20))
    assert few and many and few.mean < many.mean
    prior = -0.5 * np.log(2 * np.pi) - 0.5  # the mean log-density of a standard normal under itself
    assert prior < few.mean < prior + 2.5

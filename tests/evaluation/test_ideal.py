"""The ideal learner: inputs that tell something, and the likelihood under a posterior that is known exactly."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes.sampling import log_likelihood
from metacore.evaluation.ideal import POSTERIOR_SAMPLES, Ideal, exact_log_likelihood
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import measured_run
from metacore.training.engine import init
from metacore.training.programs import all_dials
from metacore.types import Batch
from tests.examples import small


def test_a_point_whose_place_depends_on_the_truth_is_a_hint_of_it() -> None:
    run = measured_run(small("blobs", classes=2, difference=0.5, noise=0.1))
    learner, x = Ideal(run), np.random.default_rng(1).normal(size=(1, 5, 2)).astype(np.float32)
    for point in range(5):
        at = np.repeat(x[:, point : point + 1], POSTERIOR_SAMPLES, axis=0)
        latents = learner.latents[:POSTERIOR_SAMPLES]
        says = run.task_family.answer(latents, at)
        likely = np.exp(log_likelihood(run.task_family, latents, Batch(at, says), all_dials(run)))
        expected = (likely * says.numpy()[:, :, 0]).sum() / likely.sum()
        assert np.isclose(learner.unadapted(tf.constant(x))[0, point, 0], expected, atol=1e-4)


def test_methods_without_a_spread_and_families_without_a_posterior_have_none() -> None:
    run = small("sinusoid")
    assert "log_likelihood" not in measure(run, init(run)) and exact_log_likelihood(run) is None


def test_the_exact_posterior_gains_with_every_point() -> None:
    few, many = (exact_log_likelihood(small("gp", shots=shots)) for shots in (1, 20))
    assert few and many and few.mean < many.mean
    prior = -0.5 * np.log(2 * np.pi) - 0.5  # the mean log-density of a standard normal under itself
    assert prior < few.mean < prior + 2.5

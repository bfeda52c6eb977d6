"""Log-likelihoods against SciPy-free closed forms."""

from __future__ import annotations

import numpy as np

from metacore.engine import init
from metacore.likelihood import exact_log_likelihood, log_likelihood
from tests.examples import small


def test_methods_without_a_spread_and_families_without_a_posterior_have_none() -> None:
    run = small("sinusoid")
    assert log_likelihood(run, init(run).params) is None and exact_log_likelihood(run) is None


def test_the_exact_posterior_gains_with_every_point() -> None:
    few, many = (exact_log_likelihood(small("gp", shots=shots)) for shots in (1, 20))
    assert few and many and few.mean < many.mean
    prior = -0.5 * np.log(2 * np.pi) - 0.5  # the mean log-density of a standard normal under itself
    assert prior < few.mean < prior + 2.5

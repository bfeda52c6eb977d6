"""Meta-SGD against plain NumPy loops over tasks: its path, and its gradient by finite differences."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["meta_sgd"]
WEIGHTS, STEPS, ALPHA = random_layers(7, (2, 3, 1)), 2, 0.3
RATES = random_layers(8, (2, 3, 1))
DIALS = {"alpha": np.float64(ALPHA), "inner_steps": STEPS}


def objective(kind: str, both: reference.Network, episode: Episode) -> float:
    """The query loss after adapting, from the weights and then the rates in one list."""
    weights, rates, problem, losses = both[:2], both[2:], problem_of(kind), []
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        own = weights
        for _ in range(STEPS):
            slopes = reference.gradient(problem, own, *support)
            own = [
                (w - ALPHA * rw * gw, b - ALPHA * rb * gb)
                for (w, b), (rw, rb), (gw, gb) in zip(own, rates, slopes, strict=True)
            ]
        losses.append(reference.loss(problem, own, *query))
    return float(np.mean(losses))


@pytest.mark.parametrize("kind", KINDS)
def test_weights_and_rates_are_learned_through_the_steps(kind: str) -> None:
    problem = problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    params = double({"weights": WEIGHTS, "rates": RATES})
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, DIALS))(params)
    assert np.isclose(loss, objective(kind, [*WEIGHTS, *RATES], episode), rtol=1e-10)
    expected = reference.finite_differences(lambda p: objective(kind, p, episode), [*WEIGHTS, *RATES])
    close(plain([*slopes["weights"], *slopes["rates"]]), expected, 1e-6)


def test_it_starts_as_maml() -> None:
    problem = problem_of("regression")
    fresh, support = double(PART.init(problem, (3,), 1)), random_batch(1, problem)
    expected = registry.algorithms()["maml"].adapt(problem, fresh["weights"], support, DIALS)
    close(PART.adapt(problem, fresh, support, DIALS), expected, 1e-12)

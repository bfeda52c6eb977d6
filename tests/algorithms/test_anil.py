"""ANIL against plain NumPy loops over tasks, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["anil"]
NETWORK, STEPS, ALPHA = random_layers(7, (2, 3, 3, 1)), 3, 0.3
DIALS = {"alpha": np.float64(ALPHA), "inner_steps": STEPS}


def adapted(kind: str, network: reference.Network, x: np.ndarray, y: np.ndarray) -> reference.Network:
    for _ in range(STEPS):
        (gw, gb), (w, b) = reference.gradient(problem_of(kind), network, x, y)[-1], network[-1]
        network = [*network[:-1], (w - ALPHA * gw, b - ALPHA * gb)]
    return network


def objective(kind: str, network: reference.Network, episode: Episode) -> float:
    losses = []
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        losses.append(reference.loss(problem_of(kind), adapted(kind, network, *support), *query))
    return float(np.mean(losses))


@pytest.mark.parametrize("kind", KINDS)
def test_the_meta_gradient_goes_through_the_steps_of_the_last_layer(kind: str) -> None:
    problem = problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, DIALS))(double(NETWORK))
    assert np.isclose(loss, objective(kind, NETWORK, episode), rtol=1e-10)
    close(plain(slopes), reference.finite_differences(lambda p: objective(kind, p, episode), NETWORK), 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_layer_moves_on_each_task_and_no_other_does(kind: str) -> None:
    problem = problem_of(kind)
    support = random_batch(1, problem)
    path = plain(PART.adapt(problem, double(NETWORK), support, DIALS))
    assert len(path) == STEPS + 1
    for stage in path:
        close(stage[:-1], NETWORK[:-1])
    for task, (x, y) in enumerate(zip(support.x.numpy(), support.y.numpy(), strict=True)):
        w, b = path[-1][-1]
        close((w[task], b[task]), adapted(kind, NETWORK, x, y)[-1], 1e-10)

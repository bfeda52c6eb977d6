"""Reptile against plain NumPy loops over tasks."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, TASKS, close, double, plain, problem_of, random_batch, random_layers

NETWORK = random_layers(7, (2, 3, 1))


def found(kind: str, alpha: float, steps: int) -> tuple[float, reference.Network, Episode]:
    part, problem = registry.algorithms()["reptile"], problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    dials = {"alpha": np.float64(alpha), "inner_steps": steps}
    loss, direction = tf.function(lambda p: part.meta_gradient(problem, p, episode, dials))(double(NETWORK))
    return float(loss), plain(direction), episode


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", [2, 3])
def test_the_direction_is_the_way_back_from_where_training_ends(kind: str, steps: int) -> None:
    alpha, problem = 0.2, problem_of(kind)
    loss, direction, episode = found(kind, alpha, steps)
    ways, losses = [], []
    for task in range(TASKS):
        batches = [(batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2]]
        end = NETWORK
        for count in range(steps):
            end = reference.descend(problem, end, *batches[count % 2], alpha, 1)
        ways.append(tf.nest.map_structure(lambda start, e: (start - e) / (alpha * steps), NETWORK, end))
        adapted = reference.descend(problem, NETWORK, *batches[0], alpha, steps)
        losses.append(reference.loss(problem, adapted, *batches[1]))
    close(direction, tf.nest.map_structure(lambda *each: sum(each) / TASKS, *ways), 1e-9)
    assert np.isclose(loss, np.mean(losses), rtol=1e-10)


def test_without_a_step_size_it_is_joint_training_on_both_halves() -> None:
    problem = problem_of("regression")
    _, direction, episode = found("regression", 0.0, 2)
    halves = []
    for batch in episode[:2]:
        halves.append(
            reference.gradient(problem, NETWORK, batch.x.numpy().reshape(-1, 2), batch.y.numpy().reshape(-1, 1))
        )
    close(direction, tf.nest.map_structure(lambda a, b: (a + b) / 2, *halves), 1e-9)

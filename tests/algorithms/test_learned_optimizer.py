"""The learned optimizer against plain NumPy loops over tasks and weights."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["learned_optimizer"]
WEIGHTS, STEPS, ALPHA = random_layers(7, (2, 3, 1)), 3, 0.3
RULE = [tuple(0.5 * a for a in layer) for layer in random_layers(8, (5, 8, 2))]
DIALS = {"alpha": np.float64(ALPHA), "inner_steps": STEPS}


def move(rule: reference.Network, g: float, m: float, step: int) -> float:
    """What the rule says for one weight."""
    logs = [max(np.log(abs(a)) / 10, -1) if a else -1.0 for a in (g, m)]
    (w, b), (last, offset) = rule
    answer = np.tanh(np.array([*logs, np.sign(g), np.sign(m), step / 10]) @ w + b[0]) @ last + offset[0]
    return np.exp(answer[0]) * g + answer[1] * m


def adapted(kind: str, both: reference.Network, x: np.ndarray, y: np.ndarray) -> reference.Network:
    weights, rule = both[:2], both[2:]
    memory = [[np.zeros_like(a) for a in layer] for layer in weights]
    for step in range(STEPS):
        slopes = reference.gradient(problem_of(kind), weights, x, y)
        memory = [[0.8 * m + 0.2 * g for m, g in zip(*pair, strict=True)] for pair in zip(memory, slopes, strict=True)]
        moved = []
        for layer, gradient, mean in zip(weights, slopes, memory, strict=True):
            arrays = [a.copy() for a in layer]
            for a, g, m in zip(arrays, gradient, mean, strict=True):
                for place in np.ndindex(a.shape):
                    a[place] -= ALPHA * move(rule, g[place], m[place], step)
            moved.append(tuple(arrays))
        weights = moved
    return weights


def objective(kind: str, both: reference.Network, episode: Episode) -> float:
    losses = []
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        losses.append(reference.loss(problem_of(kind), adapted(kind, both, *support), *query))
    return float(np.mean(losses))


@pytest.mark.parametrize("kind", KINDS)
def test_start_and_rule_are_learned_through_the_steps(kind: str) -> None:
    problem = problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    params = double({"weights": WEIGHTS, "rule": RULE})
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, DIALS))(params)
    both = [*WEIGHTS, *RULE]
    assert np.isclose(loss, objective(kind, both, episode), rtol=1e-10)
    expected = reference.finite_differences(lambda p: objective(kind, p, episode), both)
    close(plain([*slopes["weights"], *slopes["rule"]]), expected, 1e-6)


def test_it_starts_as_maml() -> None:
    problem = problem_of("regression")
    fresh, support = double(PART.init(problem, (3,), 1)), random_batch(1, problem)
    expected = registry.algorithms()["maml"].adapt(problem, fresh["weights"], support, DIALS)
    close(PART.adapt(problem, fresh, support, DIALS), expected, 1e-12)

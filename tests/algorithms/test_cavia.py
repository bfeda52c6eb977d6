"""CAVIA against a plain NumPy network that has the context appended to its input."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["cavia"]
LAYERS, STEPS, ALPHA, USED = random_layers(7, (2, 3, 1)), 2, 0.7, 2
CONTEXT = np.random.default_rng(3).normal(size=(10, 3))
DIALS = {"alpha": np.float64(ALPHA), "inner_steps": STEPS, "context": USED}


def beside(x: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """The points with the same context appended to each."""
    return np.concatenate([x, np.tile(phi, (len(x), 1))], axis=1)


def appended(network: reference.Network) -> reference.Network:
    """The network that takes the context as further inputs, from the layers and then the weights of the context."""
    (w, b), *rest = network[:-1]
    return [(np.concatenate([w, network[-1][0][:USED]]), b), *rest]


def objective(kind: str, network: reference.Network, episode: Episode) -> float:
    problem, whole, losses = problem_of(kind), appended(network), []
    for task in range(len(episode.support.x)):
        (x, y), (new_x, new_y) = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        phi = np.zeros(USED)
        for _ in range(STEPS):
            slopes = []
            for place in range(USED):
                width = 1e-5 * np.eye(USED)[place]
                ahead, behind = (reference.loss(problem, whole, beside(x, phi + s * width), y) for s in (1, -1))
                slopes.append((ahead - behind) / 2e-5)
            phi = phi - ALPHA * np.array(slopes)
        losses.append(reference.loss(problem, whole, beside(new_x, phi), new_y))
    return float(np.mean(losses))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_network_with_the_context_beside_its_input(kind: str) -> None:
    problem = problem_of(kind)
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    params = double({"layers": LAYERS, "context": CONTEXT})
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, DIALS))(params)
    network = [*LAYERS, (CONTEXT, np.zeros((1, 1)))]
    assert np.isclose(loss, objective(kind, network, episode), rtol=1e-8)
    # The reference is a difference of differences, hence the wide step.
    expected = reference.finite_differences(lambda p: objective(kind, p, episode), network, width=1e-4)
    close(plain([*slopes["layers"], (slopes["context"], np.zeros((1, 1)))]), expected, 2e-5)


def test_only_the_context_moves() -> None:
    problem = problem_of("regression")
    path = PART.adapt(problem, double({"layers": LAYERS, "context": CONTEXT}), random_batch(1, problem), DIALS)
    (w, b), *rest = plain(path[-1])
    close([w, *rest], [LAYERS[0][0], *LAYERS[1:]])
    moved = b[:, 0] - LAYERS[0][1]
    along = np.linalg.lstsq(CONTEXT[:USED].T, moved.T, rcond=None)[0]
    close(CONTEXT[:USED].T @ along, moved.T, 1e-9)
    assert np.abs(moved).max() > 1e-3

"""MAML, first-order MAML and the baselines against plain NumPy loops over tasks."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

STEPS, ALPHA = 2, 0.3


def setting(kind: str) -> tuple[reference.Network, Episode]:
    """A tiny network and three tasks of four support and five query points."""
    problem = problem_of(kind)
    return random_layers(7, (2, 3, 1)), Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)


def adapted_loss(kind: str, network: reference.Network, episode: Episode) -> float:
    """The outer objective: each task's query loss after its own descent, averaged over tasks."""
    problem, losses = problem_of(kind), []
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        adapted = reference.descend(problem, network, *support, ALPHA, STEPS)
        losses.append(reference.loss(problem, adapted, *query))
    return float(np.mean(losses))


def first_order(kind: str, network: reference.Network, episode: Episode) -> reference.Network:
    """The mean over tasks of the query gradient at the adapted weights."""
    problem, total = problem_of(kind), [(0 * w, 0 * b) for w, b in network]
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        slopes = reference.gradient(problem, reference.descend(problem, network, *support, ALPHA, STEPS), *query)
        total = [(w + gw / 3, b + gb / 3) for (w, b), (gw, gb) in zip(total, slopes, strict=True)]
    return total


def meta_gradient(name: str, kind: str, alpha: float = ALPHA) -> tuple[float, reference.Network]:
    network, episode = setting(kind)
    dials = {"alpha": np.float64(alpha), "inner_steps": STEPS}
    part, problem = registry.algorithms()[name], problem_of(kind)
    graph = tf.function(lambda p: part.meta_gradient(problem, p, episode, dials), autograph=False)
    loss, slopes = graph(double(network))
    return float(loss), plain(slopes)


@pytest.mark.parametrize("kind", KINDS)
def test_maml_is_the_gradient_through_the_descent(kind: str) -> None:
    loss, slopes = meta_gradient("maml", kind)
    network, episode = setting(kind)
    assert np.isclose(loss, adapted_loss(kind, network, episode), rtol=1e-10)
    close(slopes, reference.finite_differences(lambda p: adapted_loss(kind, p, episode), network), 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_first_order_maml_is_the_query_gradient_at_the_adapted_weights(kind: str) -> None:
    loss, slopes = meta_gradient("fomaml", kind)
    network, episode = setting(kind)
    assert np.isclose(loss, adapted_loss(kind, network, episode), rtol=1e-10)
    close(slopes, first_order(kind, network, episode), 1e-10)


@pytest.mark.parametrize("kind", KINDS)
def test_joint_training_never_looks_at_the_support(kind: str) -> None:
    loss, slopes = meta_gradient("joint", kind)
    network, episode = setting(kind)
    x, y = episode.query.x.numpy().reshape(-1, 2), episode.query.y.numpy().reshape(-1, 1)
    assert np.isclose(loss, reference.loss(problem_of(kind), network, x, y), rtol=1e-10)
    close(slopes, reference.gradient(problem_of(kind), network, x, y), 1e-10)


def test_joint_training_is_maml_that_does_not_adapt() -> None:
    close(meta_gradient("joint", "regression"), meta_gradient("maml", "regression", alpha=0.0), 1e-12)


def test_training_from_scratch_learns_nothing_across_tasks() -> None:
    loss, slopes = meta_gradient("scratch", "regression")
    assert np.isfinite(loss) and all((a == 0).all() for pair in slopes for a in pair)

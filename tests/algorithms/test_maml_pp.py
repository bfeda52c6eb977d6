"""MAML++ with each of its dials, against plain NumPy loops over tasks and against MAML."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["maml_pp"]
WEIGHTS, STEPS, ALPHA = random_layers(7, (2, 3, 1)), 3, 0.3
RATES = 1 + 0.3 * np.random.default_rng(3).normal(size=(10, 2))


def dials(**changes: Any) -> dict[str, Any]:
    usual = {"alpha": ALPHA, "multi_step": 0.0, "second_order": 1.0}
    numbers = {name: np.float64(changes.pop(name, value)) for name, value in usual.items()}
    return numbers | {"inner_steps": STEPS, "layer_rates": "on"} | changes


def episode_of(kind: str) -> Episode:
    return Episode(random_batch(1, problem_of(kind), points=4), random_batch(2, problem_of(kind)), None)


def found(kind: str, **changes: Any) -> tuple[float, Any]:
    params, episode = double({"weights": WEIGHTS, "rates": RATES}), episode_of(kind)
    graph = tf.function(lambda p: PART.meta_gradient(problem_of(kind), p, episode, dials(**changes)))
    loss, slopes = graph(params)
    return float(loss), plain(slopes)


def losses(kind: str, weights: reference.Network, rates: np.ndarray) -> np.ndarray:
    """The mean query loss after each step."""
    problem, episode, each = problem_of(kind), episode_of(kind), []
    for task in range(len(episode.support.x)):
        support, query = ((batch.x[task].numpy(), batch.y[task].numpy()) for batch in episode[:2])
        own = weights
        for rate in ALPHA * rates[:STEPS]:
            slopes = reference.gradient(problem, own, *support)
            own = [(w - r * gw, b - r * gb) for r, (w, b), (gw, gb) in zip(rate, own, slopes, strict=True)]
            each.append(reference.loss(problem, own, *query))
    return np.reshape(each, (-1, STEPS)).mean(axis=0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.6])
def test_weights_and_rates_follow_the_weighted_loss_of_all_steps(kind: str, share: float) -> None:
    weighting = np.add(share / STEPS, [0, 0, 1 - share])
    loss, slopes = found(kind, multi_step=share)
    assert np.isclose(loss, losses(kind, WEIGHTS, RATES)[-1], rtol=1e-10), "the loss shown is that of the last step"
    by_weight = reference.finite_differences(lambda p: float(weighting @ losses(kind, p, RATES)), WEIGHTS)
    close(slopes["weights"], by_weight, 1e-6)
    for place in np.ndindex(RATES.shape):
        width = np.zeros_like(RATES)
        width[place] = 1e-6
        ahead, behind = (weighting @ losses(kind, WEIGHTS, RATES + sign * width) for sign in (1, -1))
        assert np.isclose(slopes["rates"][place], (ahead - behind) / 2e-6, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("share", "name"), [(1.0, "maml"), (0.0, "fomaml")])
def test_with_everything_off_it_is_maml_of_either_order(kind: str, share: float, name: str) -> None:
    loss, slopes = found(kind, second_order=share, layer_rates="off")
    other = registry.algorithms()[name]
    expected = other.meta_gradient(problem_of(kind), double(WEIGHTS), episode_of(kind), dials())
    assert np.isclose(loss, expected[0], rtol=1e-12)
    close(slopes["weights"], plain(expected[1]), 1e-10)
    assert not slopes["rates"].any()


def test_after_one_step_half_the_second_order_lies_halfway() -> None:
    one, half, none = (
        found("regression", second_order=share, inner_steps=1)[1]["weights"] for share in (1.0, 0.5, 0.0)
    )
    close(half, tf.nest.map_structure(lambda a, b: (a + b) / 2, one, none), 1e-10)


def test_without_inner_steps_the_loss_is_that_of_the_start() -> None:
    loss, slopes = found("regression", inner_steps=0, multi_step=0.5)
    assert np.isclose(loss, found("regression", inner_steps=0)[0]) and not slopes["rates"].any()

"""ALPaCA against a dense Gaussian process with the same features, one task at a time."""

from __future__ import annotations

from math import log, pi
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.algorithms.alpaca import PACE
from metacore.algorithms.ridge import JITTER
from metacore.evaluation.rivals import mixed
from metacore.evaluation.rivals.rows import Rows, with_one
from metacore.nn.losses import LEAST_SPREAD, predictions, spread
from metacore.types import Batch, Episode, Problem
from tests import reference
from tests.examples import TASKS, double, random_batch, random_layers

PROBLEM = Problem("regression", 2, 2)
PACES = np.array([[1.0]] * 6 + [[PACE]] * 3)  # six learned features, two inputs and a one
ALPACA = registry.algorithms()["alpaca"]


def params() -> dict[str, Any]:
    random = np.random.default_rng(4)
    return {
        "layers": random_layers(7, (2, 5, 6)),
        "mean": random.normal(size=(9, 2)) / PACES,
        "root": random.normal(size=(9, 9)) / PACES,
        "noise": np.array([[-0.5, 0.4]]) / PACE,
    }


def process(support: tuple[np.ndarray, np.ndarray], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The predictive mean and deviation at ``x`` of y = F W + noise with W ~ N(mean, S), one output after another.

    Prior function values and noise scale with the noise variance of the output, as in the paper.
    """
    p = params()
    root, middle, noise = PACES * p["root"], PACES * p["mean"], PACE * p["noise"]

    def features(at: np.ndarray) -> np.ndarray:
        return np.hstack([np.maximum(reference.outputs(p["layers"], at), 0), at, np.ones((len(at), 1))])

    seen, asked, prior = features(support[0]), features(x), root @ root.T
    means, deviations = [], []
    for output in range(2):
        variance = (2 * LEAST_SPREAD + np.exp(noise[0, output])) ** 2
        among = variance * seen @ prior @ seen.T
        inflated = variance * (1 + JITTER * np.trace(seen @ prior @ seen.T))
        gain = variance * asked @ prior @ seen.T @ np.linalg.inv(among + inflated * np.eye(len(seen)))
        means.append(asked @ middle[:, output] + gain @ (support[1][:, output] - seen @ middle[:, output]))
        left = variance * asked @ prior @ asked.T - gain @ (variance * seen @ prior @ asked.T)
        deviations.append(np.sqrt(np.diag(left) + variance))
    return np.stack(means, axis=-1), np.stack(deviations, axis=-1)


def answered(stage: int, support: Batch, x: Any) -> tuple[np.ndarray, np.ndarray]:
    outputs = ALPACA.predict(PROBLEM, ALPACA.adapt(PROBLEM, double(params()), support, {})[stage], x)
    return predictions(PROBLEM, outputs).numpy(), spread(PROBLEM, outputs).numpy()  # type: ignore[union-attr]


@pytest.mark.parametrize("points", [1, 4, 20])
def test_mean_and_deviation_are_those_of_the_gaussian_process(points: int) -> None:
    support, query = random_batch(1, PROBLEM, points=points), random_batch(2, PROBLEM)
    found = answered(-1, support, query.x)
    for task in range(TASKS):
        mean, deviation = process((support.x[task].numpy(), support.y[task].numpy()), query.x[task].numpy())
        np.testing.assert_allclose(found[0][task], mean, atol=1e-7)
        np.testing.assert_allclose(found[1][task], deviation, atol=1e-7)


def test_with_learned_features_at_rest_it_is_the_linear_mixed_model() -> None:
    random, problem = np.random.default_rng(5), Problem("regression", 2, 1)
    task = np.repeat(np.arange(60), 8)
    x = random.normal(size=(480, 2))
    own = random.normal(size=(60, 3)) @ random.normal(size=(3, 3))
    y = (with_one(x) * (1 + own[task])).sum(axis=1) + random.normal(size=480)
    line = mixed.estimated(with_one(x), y, task)
    order = [1, 2, 0]  # here the one comes last
    rest, root = np.zeros((6, 9)), np.hstack([np.zeros((3, 6)), line.root[order]])
    params = {
        "layers": random_layers(7, (2, 5, 6)),
        "mean": np.concatenate([np.zeros(6), line.beta[order]])[:, None] / PACES,
        "root": np.vstack([rest, root]) / PACES,
        "noise": np.log([[line.noise - 2 * LEAST_SPREAD]]) / PACE,
    }
    support, query = random_batch(1, problem), random_batch(2, problem)
    found = ALPACA.predict(problem, ALPACA.adapt(problem, double(params), support, {})[-1], query.x)[..., :1]
    known = Rows(*(a.numpy().reshape(-1, a.shape[-1]) for a in support), np.repeat(np.arange(TASKS), 5))
    rival = mixed.fit_line(problem, Rows(x, y[:, None], task), 5)
    np.testing.assert_allclose(found, rival(known, query.x.numpy()), atol=2e-4)


def test_before_adaptation_it_is_the_prior() -> None:
    support, x = random_batch(1, PROBLEM), random_batch(2, PROBLEM).x
    for found, expected in zip(
        answered(0, support, x), process((np.zeros((0, 2)), np.zeros((0, 2))), x[0].numpy()), strict=True
    ):
        np.testing.assert_allclose(found[0], expected, atol=1e-9)


def test_the_objective_is_the_negative_log_density_of_the_queries() -> None:
    support, query = random_batch(1, PROBLEM, points=4), random_batch(2, PROBLEM)
    each = []
    for task in range(TASKS):
        mean, deviation = process((support.x[task].numpy(), support.y[task].numpy()), query.x[task].numpy())
        each.append(0.5 * ((query.y[task] - mean) / deviation) ** 2 + np.log(deviation) + 0.5 * log(2 * pi))
    found = ALPACA.objective(PROBLEM, double(params()), Episode(support, query, None), {})  # type: ignore[attr-defined]
    assert np.isclose(found, np.mean(each), rtol=1e-8)


def test_near_what_it_saw_it_is_surer_than_before() -> None:
    support = random_batch(1, PROBLEM, points=4)
    assert (answered(-1, support, support.x)[1] < answered(0, support, support.x)[1]).all()


def test_it_answers_regression_only() -> None:
    assert ALPACA.card.serves == ("regression",)

"""Networks against a plain loop over tasks."""

from __future__ import annotations

import numpy as np

from metacore.nn import networks
from metacore.types import Problem
from tests import reference
from tests.examples import TASKS, problem_of, random_batch, random_layers

PROBLEM = problem_of("regression")


def test_shared_weights_give_what_a_loop_over_tasks_gives() -> None:
    layers, x = random_layers(1, (2, 5, 3, 1)), random_batch(2, PROBLEM).x
    expected = [reference.outputs(layers, points) for points in x.numpy()]
    np.testing.assert_allclose(networks.apply(layers, x), expected, atol=1e-12)


def test_each_task_may_have_weights_of_its_own() -> None:
    layers, x = random_layers(1, (2, 5, 1), TASKS), random_batch(2, PROBLEM).x
    expected = [
        reference.outputs([(w[task], b[task]) for w, b in layers], points) for task, points in enumerate(x.numpy())
    ]
    np.testing.assert_allclose(networks.apply(layers, x), expected, atol=1e-12)


def test_inputs_are_what_layers_get() -> None:
    layers, x = random_layers(1, (2, 3, 1)), random_batch(2, PROBLEM).x.numpy()
    outputs, inputs = networks.traced(layers, x)
    (w, b), (v, c) = layers
    middle = np.maximum(x @ w + b, 0)
    np.testing.assert_allclose(inputs[0], x)
    np.testing.assert_allclose(inputs[1], middle, atol=1e-12)
    np.testing.assert_allclose(outputs, middle @ v + c, atol=1e-12)


def test_initial_weights_have_the_shapes_sizes_and_spread_they_should() -> None:
    layers = networks.init(Problem("regression", 3, 2), (50, 60), seed=4)
    assert [(w.shape, b.shape) for w, b in layers] == [((3, 50), (1, 50)), ((50, 60), (1, 60)), ((60, 2), (1, 2))]
    assert all(a.dtype == np.float32 for pair in layers for a in pair)
    assert all((b == 0).all() for _, b in layers)
    wide = layers[1][0] / 0.01  # Finn et al. 2017: normal, deviation 0.01, cut at two deviations (then .880)
    assert np.abs(wide).max() <= 2 + 1e-6 and abs(wide.std() - 0.880) < 0.03 and abs(wide.mean()) < 0.05


def test_initial_weights_follow_their_seed() -> None:
    one, same, other = (networks.init(PROBLEM, (4,), seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for p, q in zip(one, same, strict=True) for a, b in zip(p, q, strict=True))
    assert not np.array_equal(one[0][0], other[0][0])


def test_ordinary_weights_have_the_deviation_of_glorot_and_no_bias() -> None:
    layers = networks.fresh((30, 70, 50), np.random.default_rng(4))
    assert [(w.shape, b.shape) for w, b in layers] == [((30, 70), (1, 70)), ((70, 50), (1, 50))]
    assert all(a.dtype == np.float32 for pair in layers for a in pair)
    assert all((b == 0).all() for _, b in layers)
    for w, _ in layers:
        assert abs(w.std() / np.sqrt(2 / sum(w.shape)) - 1) < 0.05


def test_features_are_what_the_last_layer_of_the_whole_network_gets() -> None:
    layers, x = random_layers(1, (2, 5, 3, 1)), random_batch(2, PROBLEM).x
    expected = networks.traced(layers, x)[1][-1]
    np.testing.assert_allclose(networks.features(layers[:-1], x), expected, atol=1e-12)

"""The soup: the mean of weights, and what shares no weights."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.ensembles.soup import average, joined
from metacore.nn import networks
from tests.examples import problem_of, random_batch, random_layers


def test_it_is_the_network_of_the_mean_weights() -> None:
    layers = random_layers(1, (2, 3, 1), tasks=4)
    mean = [(w.mean(axis=0, keepdims=True), b.mean(axis=0, keepdims=True)) for w, b in layers]
    for (w, b), (expected_w, expected_b) in zip(average(layers), mean, strict=True):
        np.testing.assert_allclose(w, expected_w)
        np.testing.assert_allclose(b, expected_b)


def test_what_all_members_share_stays() -> None:
    (shared,), (own,) = random_layers(1, (2, 3)), random_layers(2, (3, 1), tasks=4)
    assert average([shared, own])[0][0] is shared[0]


def test_networks_of_one_start_that_did_not_move_give_the_start() -> None:
    """Linear networks: the mean of weights answers as the mean of answers."""
    problem, layers = problem_of("regression"), random_layers(3, (2, 1), tasks=4)
    x = random_batch(4, problem, tasks=1).x
    answers = networks.apply(layers, tf.repeat(x, 4, axis=0))
    np.testing.assert_allclose(networks.apply(average(layers), x)[0], tf.reduce_mean(answers, axis=0))


def test_hidden_units_in_another_order_make_a_soup_of_nothing() -> None:
    """Two networks that answer alike, one with its hidden units turned round: their mean does not."""
    (first, second) = random_layers(5, (2, 6, 1))
    turned = [(first[0][:, ::-1], first[1][:, ::-1]), (second[0][::-1], second[1])]
    both = [
        tuple(np.stack(pair) for pair in zip(one, other, strict=True))
        for one, other in zip((first, second), turned, strict=True)
    ]
    x = random_batch(6, problem_of("regression"), tasks=1).x
    own, other = (networks.apply(layers, x) for layers in ([first, second], turned))
    np.testing.assert_allclose(own, other)
    assert float(tf.reduce_max(tf.abs(networks.apply(average(both), x) - own))) > 0.1


@pytest.mark.parametrize("chosen", [[True, False, True, True]])
def test_parts_are_joined_without_what_is_left_out(chosen: list[bool]) -> None:
    layers = random_layers(7, (2, 1), tasks=4)
    halves = [[tuple(a[rows] for a in layer) for layer in layers] for rows in (slice(0, 1), slice(1, 4))]
    for (w, _), (all_w, _) in zip(joined(halves, np.array(chosen)), layers, strict=True):
        np.testing.assert_array_equal(w, all_w[chosen])

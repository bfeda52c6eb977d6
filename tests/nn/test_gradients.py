"""Each task's own gradient, the descent it makes, and the query gradient: against differences and plain loops."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.nn.gradients import descend, per_task, query_gradient
from metacore.types import Problem
from tests import reference
from tests.examples import KINDS, TASKS, close, double, plain, problem_of, random_batch, random_layers

SIZES = (2, 4, 3, 1)


def at(problem: Problem, x: np.ndarray, y: np.ndarray, network: reference.Network) -> float:
    return reference.loss(problem, network, x, y)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("own", [False, True], ids=["shared weights", "own weights"])
def test_the_gradient_of_each_task_agrees_with_finite_differences(kind: str, own: bool) -> None:
    problem, layers = problem_of(kind), random_layers(1, SIZES, TASKS if own else None)
    batch = random_batch(2, problem)
    found = plain(per_task(problem, double(layers), batch))
    for task, (x, y) in enumerate(zip(batch.x.numpy(), batch.y.numpy(), strict=True)):
        network = [(w[task], b[task]) for w, b in layers] if own else layers
        slopes = reference.finite_differences(partial(at, problem, x, y), network)
        close([(w[task], b[task]) for w, b in found], slopes, 1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first_order", [False, True])
def test_the_path_is_plain_gradient_descent_on_each_task(kind: str, first_order: bool) -> None:
    problem, layers, alpha = problem_of(kind), random_layers(3, SIZES), 0.2
    batch = random_batch(4, problem)
    path = descend(problem, double(layers), batch, alpha, 3, first_order)
    assert len(path) == 4
    close(path[0], double(layers))
    for task, (x, y) in enumerate(zip(batch.x.numpy(), batch.y.numpy(), strict=True)):
        for steps in (1, 2, 3):
            expected = reference.descend(problem, layers, x, y, alpha, steps)
            close([(w[task], b[task]) for w, b in plain(path[steps])], expected, 1e-10)


def test_no_steps_leave_the_weights_alone() -> None:
    problem, layers = problem_of("regression"), double(random_layers(3, SIZES))
    assert descend(problem, layers, random_batch(4, problem), 0.2, 0) == [layers]


def test_the_query_gradient_is_zero_where_the_loss_does_not_look() -> None:
    params = {"used": tf.constant([1.0, 2.0]), "idle": tf.constant([3.0])}
    loss, gradient = query_gradient(lambda p: tf.reduce_sum(p["used"] ** 3), params)
    assert float(loss) == 9
    np.testing.assert_allclose(gradient["used"], [3, 12])
    np.testing.assert_array_equal(gradient["idle"], [0])

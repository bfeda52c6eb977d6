"""The three products against their plain forms, to every order, as a plain graph and as traced for a compiler."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.compiling.fusing import fused
from metacore.compiling.graphs import compiled
from metacore.compiling.lazy import tf
from metacore.nn import products
from metacore.nn.gradients import descend, query_gradient
from metacore.nn.losses import task_losses
from metacore.nn.networks import apply
from metacore.nn.products import FEW, backward, forward, outer, own_weights
from metacore.types import Array, Batch
from tests import reference
from tests.examples import arrays, close, double, plain, problem_of, random_batch, random_layers

TASKS, POINTS = 3, 4
PLAIN: dict[str, Callable[..., Array]] = {
    "forward": lambda x, w: tf.matmul(x, w),
    "backward": lambda d, w: tf.matmul(d, w, transpose_b=True),
    "outer": lambda h, d: tf.matmul(h, d, transpose_a=True),
    "pooled": lambda h, d: tf.reduce_sum(tf.matmul(h, d, transpose_a=True), axis=0),
}
WRITTEN = {"forward": forward, "backward": backward, "outer": outer, "pooled": lambda h, d: outer(h, d, shared=True)}


def operands(name: str, inputs: int, outputs: int, shared: bool) -> tuple[Array, Array]:
    random = np.random.default_rng(3)
    points = [random.normal(size=(TASKS, POINTS, size)) for size in (inputs, outputs)]
    weights = random.normal(size=(inputs, outputs) if shared else (TASKS, inputs, outputs))
    found = {"forward": (points[0], weights), "backward": (points[1], weights)}.get(name, tuple(points))
    return tuple(tf.constant(a) for a in found)


def three_orders(product: Callable[..., Array], one: Array, other: Array) -> Any:
    """The product, its gradient at both operands, and theirs in turn."""
    with tf.GradientTape() as outside:
        outside.watch((one, other))
        with tf.GradientTape() as inside:
            inside.watch((one, other))
            value = product(one, other)
            total = tf.reduce_sum(tf.sin(value))
        first = inside.gradient(total, (one, other))
        bent = sum(tf.reduce_sum(tf.square(slope)) for slope in first)
    return value, first, outside.gradient(bent, (one, other))


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "fused"])
@pytest.mark.parametrize("shared", [False, True], ids=["own weights", "shared weights"])
@pytest.mark.parametrize("sizes", [(1, 5), (5, 1), (1, 1), (5, 3)], ids=str)
@pytest.mark.parametrize("name", PLAIN)
def test_products_and_their_gradients_are_those_of_plain_products(
    name: str, sizes: tuple[int, int], shared: bool, fast: bool
) -> None:
    one, other = operands(name, *sizes, shared)
    expected = three_orders(PLAIN[name], one, other)
    if fast:
        with fused():
            found = three_orders(WRITTEN[name], one, other)
    else:
        found = three_orders(WRITTEN[name], one, other)
    close(found, expected, 1e-12)


@pytest.mark.parametrize("points", [1, FEW, FEW + 1])
def test_few_points_are_summed_and_many_multiplied(points: int, monkeypatch: pytest.MonkeyPatch) -> None:
    summed: list[int] = []
    form = products._summed
    monkeypatch.setattr(products, "_summed", lambda h, d: summed.append(points) or form(h, d))
    h, d = (tf.random.stateless_normal([TASKS, points, 3], [1, seed]) for seed in (1, 2))
    with fused():
        found = outer(h, d)
    assert bool(summed) == (points <= FEW)
    close(found, tf.matmul(h, d, transpose_a=True), 1e-5)
    summed.clear()
    outer(h, d)
    assert not summed, "a plain graph would write every summand out"


def test_shared_weights_become_own_ones_whose_gradients_add_up() -> None:
    w, factors = tf.constant([[2.0, 3.0]]), tf.reshape(tf.range(6.0), [3, 1, 2])
    with tf.GradientTape() as tape:
        tape.watch(w)
        found = own_weights(w, factors)
        total = tf.reduce_sum(found * factors)
    close(found, tf.tile(w[None], [3, 1, 1]))
    close(tape.gradient(total, w), tf.constant([[6.0, 9.0]]))
    assert own_weights(factors, factors) is factors


@pytest.mark.parametrize("tasks", [1, 3])
def test_products_serve_any_number_of_tasks_and_points(tasks: int) -> None:
    spec = tf.TensorSpec([None, None, 2], tf.float64)
    with fused():
        graph = tf.function(outer, autograph=False, input_signature=(spec, spec)).get_concrete_function()
    h = tf.random.stateless_normal([tasks, 7, 2], [1, 2], dtype=tf.float64)
    close(graph(h, h), tf.matmul(h, h, transpose_a=True))


def meta_gradient(layers: Any, support: Batch, query: Batch) -> Any:
    """The gradient through two inner steps, as every algorithm takes it."""
    problem = problem_of("regression")

    def loss(params: Any) -> Array:
        adapted = descend(problem, params, support, tf.constant(0.1, params[0][0].dtype), 2)[-1]
        return tf.reduce_mean(task_losses(problem, apply(adapted, query.x), query.y))

    return query_gradient(loss, layers)


def test_compiled_in_single_precision_is_the_plain_form_in_double_to_five_digits() -> None:
    problem = problem_of("regression")
    layers, support, query = random_layers(1, (2, 8, 8, 1)), random_batch(2, problem), random_batch(3, problem)
    expected = plain(meta_gradient(double(layers), support, query))
    single = tf.nest.map_structure(lambda a: tf.cast(a, tf.float32), (layers, support, query))
    found = compiled(meta_gradient)(*single)
    for one, other in zip(arrays(found), arrays(expected), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 * np.abs(other).max())


def test_the_written_gradient_of_descent_is_that_of_plain_loops() -> None:
    problem, layers = problem_of("regression"), random_layers(1, (2, 4, 1))
    support, query = random_batch(2, problem), random_batch(3, problem)

    def loss(network: reference.Network) -> float:
        pieces = zip(*(a.numpy() for a in (*support, *query)), strict=True)
        return float(
            np.mean(
                [
                    reference.loss(problem, reference.descend(problem, network, x, y, 0.1, 2), ask, truth)
                    for x, y, ask, truth in pieces
                ]
            )
        )

    with fused():
        found = plain(meta_gradient(double(layers), support, query)[1])
    close(found, reference.finite_differences(loss, layers), 1e-6)


def test_programs_of_many_configurations_at_once_vectorize() -> None:
    problem = problem_of("regression")
    layers, support, query = random_layers(1, (2, 4, 1)), random_batch(2, problem), random_batch(3, problem)
    many = tf.nest.map_structure(lambda a: tf.stack([a, 0.5 * a]), double(layers))

    def all_at_once(params: Any) -> Any:
        return tf.vectorized_map(lambda one: meta_gradient(one, support, query), params, fallback_to_while_loop=False)

    together = compiled(all_at_once)(many)
    for place in (0, 1):
        alone = meta_gradient(tf.nest.map_structure(lambda a, n=place: a[n], many), support, query)
        close(tf.nest.map_structure(lambda a, n=place: a[n], together), alone, 1e-9)


def test_a_graph_that_nobody_needs_any_more_is_let_go() -> None:
    def slope(x: Array, w: Array) -> Array:
        with tf.GradientTape() as tape:
            tape.watch(w)
            found = tf.reduce_sum(outer(forward(x, own_weights(w, x)), x))
        return tape.gradient(found, w)

    traced = tf.function(slope, autograph=False).get_concrete_function(tf.ones([2, 3, 4]), tf.ones([4, 4]))
    graph = weakref.ref(traced.graph)
    del traced
    gc.collect()
    assert graph() is None

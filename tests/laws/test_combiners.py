"""What every way to combine models keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.combining import mixing
from metacore.compiling.lazy import tf
from metacore.types import Array, Batch, Problem
from tests.examples import COMBINERS, KINDS, problem_of, random_batch

PROBLEMS = {kind: problem_of(kind) for kind in KINDS} | {"three classes": Problem("classification", 2, outputs=3)}
PARTS = registry.combiners()
TASKS, SLOPES = 3, np.random.default_rng(2).normal(size=(6, 2, 3))


def each_of(names: list[str], kinds: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in names for kind in kinds])


each = each_of(list(COMBINERS), list(PROBLEMS))
each_unanimous = each_of([name for name in COMBINERS if PARTS[name].unanimous], list(PROBLEMS))
each_convex = each_of([name for name in COMBINERS if PARTS[name].convex], list(PROBLEMS))
each_of_classes = each_of(list(COMBINERS), [kind for kind, problem in PROBLEMS.items() if problem.classes])


def members(kind: str, slopes: Array) -> Callable[[Array], Array]:
    """Models p(x) = sigmoid or softmax of slope . x, so many as there are slopes: [members, tasks, n, outputs]."""
    many = PROBLEMS[kind].outputs > 1

    def answer(x: Array) -> Array:
        scores = tf.einsum("tnf,mfc->mtnc", x, tf.convert_to_tensor(slopes))
        return tf.nn.softmax(scores) if many else tf.sigmoid(scores[..., :1])

    return answer


@cache
def program(name: str, kind: str, dtype: Any) -> Callable[..., Array]:
    """The combined answer as a program that knows no size beforehand, as in ``evaluation``."""
    problem = PROBLEMS[kind]

    def answer(slopes: Array, places: Array, answers: Array, x: Array) -> Array:
        asked = members(kind, slopes)
        return mixing.combined(PARTS[name], problem, Batch(places, answers), asked(places), x, asked(x))

    sizes = [[None, 2, 3], [None, None, 2], [None, None, problem.outputs], [None, None, 2]]
    return tf.function(answer, autograph=False, input_signature=[tf.TensorSpec(size, dtype) for size in sizes])


def combined(name: str, kind: str, slopes: Array, support: Batch, x: Array) -> Array:
    return program(name, kind, x.dtype)(slopes, *support, x)


def points(kind: str) -> tuple[Batch, Array]:
    return random_batch(4, PROBLEMS[kind], TASKS, 5), random_batch(5, PROBLEMS[kind], TASKS, 9).x


@each_unanimous
@pytest.mark.parametrize("sureness", [1, 50])
def test_members_that_agree_give_their_answer(name: str, kind: str, sureness: float) -> None:
    support, x = points(kind)
    same = sureness * np.repeat(SLOPES[:1], 4, axis=0)
    expected = members(kind, same)(x)[0]
    np.testing.assert_allclose(combined(name, kind, same, support, x), expected, atol=1e-9 if sureness == 1 else 1e-5)


@each_unanimous
def test_one_member_gives_its_own_answer(name: str, kind: str) -> None:
    support, x = points(kind)
    np.testing.assert_allclose(combined(name, kind, SLOPES[:1], support, x), members(kind, SLOPES)(x)[0], atol=1e-9)


@each
def test_every_member_twice_is_every_member_once(name: str, kind: str) -> None:
    support, x = points(kind)
    once, twice = (combined(name, kind, slopes, support, x) for slopes in (SLOPES, np.repeat(SLOPES, 2, axis=0)))
    np.testing.assert_allclose(twice, once, atol=1e-9)


@each
def test_the_order_of_members_does_not_matter(name: str, kind: str) -> None:
    support, x = points(kind)
    found, turned = (combined(name, kind, slopes, support, x) for slopes in (SLOPES, SLOPES[::-1]))
    np.testing.assert_allclose(found, turned, atol=1e-9)


@each_convex
def test_a_convex_answer_lies_within_those_of_the_members(name: str, kind: str) -> None:
    support, x = points(kind)
    found, answers = combined(name, kind, SLOPES, support, x).numpy(), members(kind, SLOPES)(x).numpy()
    assert (answers.min(axis=0) - 1e-9 <= found).all() and (found <= answers.max(axis=0) + 1e-9).all()


@pytest.mark.parametrize("name", COMBINERS)
def test_what_is_convex_is_unanimous(name: str) -> None:
    assert PARTS[name].unanimous or not PARTS[name].convex


@each_of_classes
@pytest.mark.parametrize("sureness", [1, 50])
def test_probabilities_are_probabilities(name: str, kind: str, sureness: float) -> None:
    support, x = points(kind)
    found = combined(name, kind, sureness * SLOPES, support, x).numpy()
    assert found.shape == (TASKS, 9, PROBLEMS[kind].outputs)
    assert (found >= 0).all() and (found <= 1 + 1e-9).all()
    if PROBLEMS[kind].outputs > 1:
        np.testing.assert_allclose(found.sum(axis=-1), 1, atol=1e-9)


@each
def test_a_task_is_answered_alike_whatever_the_other_tasks_are(name: str, kind: str) -> None:
    support, x = points(kind)
    alone = combined(name, kind, SLOPES, Batch(support.x[:1], support.y[:1]), x[:1])
    np.testing.assert_allclose(combined(name, kind, SLOPES, support, x)[:1], alone, atol=1e-9)


@each
def test_the_order_of_support_points_does_not_matter(name: str, kind: str) -> None:
    support, x = points(kind)
    turned = Batch(support.x[:, ::-1], support.y[:, ::-1])
    found, expected = (combined(name, kind, SLOPES, batch, x) for batch in (turned, support))
    np.testing.assert_allclose(found, expected, atol=1e-9)


@each
@pytest.mark.parametrize("answer", [0, 1])
def test_one_sided_support_gets_a_finite_answer(name: str, kind: str, answer: int) -> None:
    (places, _), x = points(kind)
    y = np.full([TASKS, 5, 1], float(answer))
    if PROBLEMS[kind].outputs > 1:
        y = np.eye(3)[np.full([TASKS, 5], answer)]
    for shots, size in product((1, 5), (1, 6)):
        support = Batch(places[:, :shots], y[:, :shots])
        assert np.isfinite(combined(name, kind, 50 * SLOPES[:size], support, 50 * x)).all()


@each
def test_single_precision_stays_single_and_near(name: str, kind: str) -> None:
    support, x = points(kind)
    single = [tf.cast(a, tf.float32) for a in (SLOPES, *support, x)]
    found = combined(name, kind, single[0], Batch(*single[1:3]), single[3])
    assert found.dtype == tf.float32
    np.testing.assert_allclose(found, combined(name, kind, SLOPES, support, x), atol=2e-4)


@each
def test_where_gradients_reach_the_members_they_are_finite(name: str, kind: str) -> None:
    support, x = points(kind)
    with tf.GradientTape() as tape:
        slopes = tf.constant(10 * SLOPES)
        tape.watch(slopes)
        total = tf.reduce_sum(tf.square(combined(name, kind, slopes, support, x)))
    gradient = tape.gradient(total, slopes)
    assert gradient is None or np.isfinite(gradient).all()

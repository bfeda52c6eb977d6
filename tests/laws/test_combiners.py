"""What every way to combine models keeps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from metacore import registry
from metacore.lazy import tf
from metacore.types import Array, Batch
from tests.examples import COMBINERS, KINDS, problem_of, random_batch

each = pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in COMBINERS for kind in KINDS])
TASKS, SLOPES = 3, np.random.default_rng(2).normal(size=(6, 2))


def members(slopes: np.ndarray) -> Callable[[Array], Array]:
    """Models p(x) = sigmoid(slope . x), so many as there are slopes: [members, tasks, n, 1]."""
    return lambda x: tf.sigmoid(tf.einsum("tnf,mf->mtn", x, tf.constant(slopes)))[..., None]


def combined(name: str, kind: str, slopes: np.ndarray, support: Batch, x: Array) -> np.ndarray:
    return np.asarray(registry.combiners()[name].combine(problem_of(kind), members(slopes), support)(x))


def points(kind: str) -> tuple[Batch, Array]:
    return random_batch(4, problem_of(kind), TASKS, 5), random_batch(5, problem_of(kind), TASKS, 9).x


@each
def test_members_that_agree_give_their_answer(name: str, kind: str) -> None:
    support, x = points(kind)
    same = np.repeat(SLOPES[:1], 4, axis=0)
    np.testing.assert_allclose(combined(name, kind, same, support, x), members(SLOPES)(x)[0], atol=1e-9)


@each
def test_one_member_gives_its_own_answer(name: str, kind: str) -> None:
    support, x = points(kind)
    np.testing.assert_allclose(combined(name, kind, SLOPES[:1], support, x), members(SLOPES)(x)[0], atol=1e-9)


@each
def test_the_order_of_members_does_not_matter(name: str, kind: str) -> None:
    support, x = points(kind)
    found, turned = (combined(name, kind, slopes, support, x) for slopes in (SLOPES, SLOPES[::-1]))
    np.testing.assert_allclose(found, turned, atol=1e-9)


@each
def test_the_answer_lies_within_those_of_the_members(name: str, kind: str) -> None:
    support, x = points(kind)
    found, answers = combined(name, kind, SLOPES, support, x), members(SLOPES)(x).numpy()
    assert found.shape == answers.shape[1:]
    assert (answers.min(axis=0) - 1e-9 <= found).all() and (found <= answers.max(axis=0) + 1e-9).all()


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
@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_one_sided_support_gets_a_finite_answer(name: str, kind: str, answer: float) -> None:
    support, x = points(kind)
    one_sided = Batch(support.x[:, :1], tf.fill([TASKS, 1, 1], tf.constant(answer, tf.float64)))
    assert np.isfinite(combined(name, kind, 50 * SLOPES, one_sided, 50 * x)).all()

"""What every base learner keeps, on every kind of problem."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.run import Run
from metacore.types import Array, Batch, Problem
from tests.cases import Case
from tests.examples import LEARNERS, REPRESENTATIVES, small

each = pytest.mark.parametrize(("name", "family"), [(name, family) for name in LEARNERS for family in REPRESENTATIVES])


def problem_of_family(family: str) -> Problem:
    return Run.of({"family": family}).problem


def fitted(name: str, family: str, support: Batch, x: Array) -> np.ndarray:
    """Answers at ``x`` of the learner fitted to ``support``."""
    learner, problem = registry.learners()[name], problem_of_family(family)
    settings = {dial.name: dial.default for dial in learner.dials} | {"hidden": (4,)}
    return np.asarray(learner.fit(problem, support, settings)(x))


def points(family: str) -> tuple[Batch, Batch]:
    episode = Case(small(family, shots=6)).episode()
    return episode.support, episode.query


@each
def test_a_task_is_fitted_alike_whatever_the_other_tasks_are(name: str, family: str) -> None:
    support, query = points(family)
    together = fitted(name, family, support, query.x)
    alone = fitted(name, family, Batch(support.x[1:2], support.y[1:2]), query.x[1:2])
    np.testing.assert_allclose(together[1:2], alone, atol=1e-6)


@each
def test_the_order_of_support_points_does_not_matter(name: str, family: str) -> None:
    support, query = points(family)
    turned = Batch(support.x[:, ::-1], support.y[:, ::-1])
    found, expected = (fitted(name, family, batch, query.x) for batch in (turned, support))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@each
def test_forty_points_of_a_plain_task_teach_it_more_than_one_answer_for_all(name: str, family: str) -> None:
    """Answers depend on the first input alone: by its thirds, or as its double."""
    problem = problem_of_family(family)
    x = np.random.default_rng(6).uniform(-3, 3, [2, 80, problem.features])
    x[..., 2:] = 0  # forty points can't tell that dozens of inputs mean nothing
    y = 2 * x[..., :1]
    if problem.classes:
        thirds = min(problem.classes, 3)
        y = np.eye(problem.classes)[np.digitize(x[..., 0], np.linspace(-3, 3, thirds + 1)[1:-1])]
        y = y[..., -problem.outputs :]
    found = fitted(name, family, Batch(tf.constant(x[:, :40]), tf.constant(y[:, :40])), tf.constant(x[:, 40:]))
    constant = y[:, :40].mean(axis=1, keepdims=True)
    assert ((found - y[:, 40:]) ** 2).mean() < 0.5 * ((constant - y[:, 40:]) ** 2).mean()


@each
@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_one_shot_of_one_class_gets_a_finite_answer(name: str, family: str, answer: float) -> None:
    support, query = points(family)
    one = Batch(support.x[:, :1], tf.fill(support.y[:, :1].shape, tf.constant(answer, tf.float64)))
    found = fitted(name, family, one, query.x)
    assert found.shape == query.y.shape and np.isfinite(found).all()
    if problem_of_family(family).kind == "classification":
        assert ((found >= 0) & (found <= 1)).all()

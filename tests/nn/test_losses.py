"""Losses and metrics against their formulas."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn.losses import metric, point_losses, prediction_losses, predictions, signed, task_losses, task_metrics
from metacore.types import Problem
from tests.examples import problem_of

CLASSES, VALUES = problem_of("classification"), problem_of("regression")
Z = np.array([[[0.0], [2.0], [-1.0]], [[3.0], [-3.0], [0.5]]])
Y = np.array([[[0.0], [1.0], [1.0]], [[0.0], [0.0], [1.0]]])


def test_cross_entropy_is_minus_the_log_of_the_chance_of_the_truth() -> None:
    chance = 1 / (1 + np.exp(-Z))
    expected = -np.log(np.where(Y == 1, chance, 1 - chance))[..., 0]
    np.testing.assert_allclose(point_losses(CLASSES, tf.constant(Z), Y), expected)
    np.testing.assert_allclose(task_losses(CLASSES, tf.constant(Z), Y), expected.mean(axis=1))
    np.testing.assert_allclose(predictions(CLASSES, tf.constant(Z)), chance)


def test_squared_error_is_averaged_over_outputs_and_points_of_a_task() -> None:
    z, y = np.array([[[1.0, 2.0], [0.0, 0.0]]]), np.array([[[0.0, 0.0], [0.0, 4.0]]])
    wide = Problem("regression", 1, 2)
    np.testing.assert_allclose(point_losses(wide, tf.constant(z), y), [[2.5, 8]])
    np.testing.assert_allclose(task_losses(wide, tf.constant(z), y), [5.25])
    np.testing.assert_allclose(task_metrics(wide, tf.constant(z), y), [5.25])
    np.testing.assert_allclose(predictions(wide, tf.constant(z)), z)


def test_the_error_is_the_share_of_wrong_answers_of_each_task() -> None:
    chance = np.array([[[0.4], [0.6], [0.5]], [[0.9], [0.1], [0.51]]])
    np.testing.assert_allclose(task_metrics(CLASSES, tf.constant(chance), Y), [1 / 3, 1 / 3])


def test_huge_logits_cost_much_but_not_infinitely_much() -> None:
    z = np.full((1, 1, 1), 1e4, np.float32)
    np.testing.assert_allclose(task_losses(CLASSES, tf.constant(z), np.zeros_like(z)), [1e4])


def test_metrics_have_names() -> None:
    assert (metric(CLASSES), metric(VALUES)) == ("error", "mse")


def test_the_loss_of_predictions_is_the_loss_of_the_outputs_they_come_from() -> None:
    for problem in (CLASSES, VALUES):
        outputs = tf.constant(Z)
        found = prediction_losses(problem, predictions(problem, outputs), tf.constant(Y))
        np.testing.assert_allclose(found, task_losses(problem, outputs, Y), rtol=1e-6)


def test_the_loss_of_a_sure_and_wrong_prediction_is_finite() -> None:
    sure = tf.constant([[[1.0], [0.0]]])
    assert np.isfinite(prediction_losses(CLASSES, sure, 1 - sure)).all()


def test_only_two_classes_are_turned_into_signs() -> None:
    y = np.array([[[0.0], [1.0]]])
    np.testing.assert_array_equal(signed(CLASSES, y), [[[-1], [1]]])
    np.testing.assert_array_equal(signed(VALUES, y), y)
    many = np.eye(4)[None]
    np.testing.assert_array_equal(signed(Problem("classification", 2, 4), many), many)

"""What recorded tasks are held against."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.evaluation import baselines
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.yardsticks import piece, yardsticks
from metacore.types import Batch, Problem
from tests.examples import TABLE, small, small_over, table

VALUES = table("regression")


@pytest.mark.parametrize("outputs", [1, 3])
def test_the_nearest_mean_is_named_and_a_class_never_shown_is_not(outputs: int) -> None:
    problem, random = Problem("classification", 4, outputs), np.random.default_rng(2)
    label = np.array([[0, 1, 0, 1], [0, 0, 0, 0]]) if outputs == 1 else np.array([[0, 1, 2, 1], [2, 0, 2, 0]])
    y = label[..., None] if outputs == 1 else np.eye(3)[label]
    support = Batch(*(tf.constant(a, tf.float32) for a in (random.normal(size=(2, 4, 4)), y)))
    x = random.normal(size=(2, 30, 4)).astype(np.float32)
    found = np.asarray(baselines.centroid(problem, support, tf.constant(x)))
    named = found.argmax(axis=-1) if outputs > 1 else (found[..., 0] > 0.5).astype(int)
    for task in range(2):
        seen = sorted(set(label[task]))
        means = np.stack([np.asarray(support.x)[task][label[task] == one].mean(axis=0) for one in seen])
        nearest = ((x[task][:, None] - means) ** 2).sum(axis=-1).argmin(axis=1)
        np.testing.assert_array_equal(named[task], np.array(seen)[nearest])


@pytest.mark.parametrize("held", [TABLE, VALUES], ids=["classes", "values"])
def test_one_model_for_all_is_the_base_learner_on_all_training_rows(held: object) -> None:
    run = small_over(held, learner="linear_model")  # type: ignore[arg-type]
    family = run.task_family
    everything = family.rows()  # type: ignore[union-attr]
    own = np.isin(family.table.task, family.held.splits["training"])  # type: ignore[union-attr]
    assert everything.x.shape[1] == own.sum()
    x = np.random.default_rng(1).normal(size=(3, 5, 3)).astype(np.float32)
    model = run.base_learner.fit(run.problem, everything, dict(run.settings))
    found = np.asarray(baselines.pooled(run)(tf.constant(x)))
    np.testing.assert_allclose(found, np.asarray(model(x.reshape(1, 15, 3))).reshape(3, 5, 1), rtol=1e-4, atol=1e-5)


def test_recorded_tasks_have_yardsticks_that_need_no_truth() -> None:
    assert list(piece(small("digits"), 0)["metric"]) == ["scratch", "centroid", "majority"]
    found = yardsticks(small_over(VALUES))
    assert list(found) == ["pooled", "scratch", "mean", *RIVALS] and {each.tasks for each in found.values()} == {3}
    assert "centroid" in yardsticks(small_over(TABLE))


def test_one_answer_for_digits_is_right_as_often_as_there_are_classes() -> None:
    assert np.allclose(piece(small("digits", classes=4, shots=4), 1)["metric"]["majority"], 0.75, atol=0.02)

"""What was learned on one kind of task, tried on the new tasks of another."""

from __future__ import annotations

import numpy as np

from metacore.evaluation.measuring import measure
from metacore.studies.transfer.question import Transfer
from metacore.studies.transfer.work import train_and_measure
from metacore.training.engine import Budget, advance, init

QUERY = "families=linear,opposite&algorithm=prototypical&shots=4&steps=100"


def test_what_was_learned_is_tried_on_the_new_tasks_of_the_other_kind() -> None:
    transfer = Transfer.parse(QUERY)
    home, away = transfer.home("linear"), transfer.home("opposite")
    update = train_and_measure(home, init(home), Budget(20), {"linear": home, "opposite": away})
    state = advance(home, init(home), Budget(20)).state
    for name, run in (("linear", home), ("opposite", away)):
        found = measure(run, state)
        np.testing.assert_allclose(update.metrics[name], [found["before"], found["after"]], rtol=1e-5)
    assert not np.allclose(update.metrics["linear"], update.metrics["opposite"])


def test_prototypes_of_two_classes_answer_three() -> None:
    transfer = Transfer.parse("families=linear,blobs&algorithm=prototypical&classes=3&shots=10&steps=100")
    home, away = transfer.home("linear"), transfer.home("blobs")
    update = train_and_measure(home, init(home), Budget(5), {"blobs": away})
    assert update.metrics["blobs"][1].mean() < 0.5  # far below the two thirds of chance

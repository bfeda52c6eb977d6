"""Rivals on a table: fitted on training tasks alone, answering exactly what methods are asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.episodes.splitting import prepared
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.comparison import against
from metacore.evaluation.rivals.recorded import answers, known, training
from metacore.evaluation.yardsticks import measured
from metacore.training.programs import all_dials
from tests.examples import TABLE, plain, small_over, table

VALUES = table("regression")
HELD = pytest.mark.parametrize("held", [TABLE, VALUES], ids=["classes", "values"])


@HELD
def test_rivals_learn_from_the_rows_of_training_tasks_and_know_each_support_row_once(held: object) -> None:
    family, ready = small_over(held).task_family, prepared(held)  # type: ignore[arg-type]
    rows = training(ready)
    own = np.isin(held.task, ready.splits["training"])  # type: ignore[attr-defined]
    assert len(rows.y) == own.sum() and len(np.unique(rows.task)) == 9
    np.testing.assert_allclose(rows.x.mean(axis=0), 0, atol=1e-6)
    run = small_over(held, shots=18)  # type: ignore[arg-type]
    new = sampling.new_tasks(family, 18, all_dials(run))
    seen, support = known(ready, new), plain(new.support)
    for episode in range(6):
        mine = seen.x[seen.task == episode]
        assert len(np.unique(mine, axis=0)) == len(mine) < 18
        np.testing.assert_allclose(np.unique(support.x[episode], axis=0), np.unique(mine, axis=0))


@pytest.mark.parametrize("name", RIVALS)
@HELD
def test_other_answers_of_new_tasks_beside_the_known_rows_change_no_answer(held: object, name: str) -> None:
    """With lying queries the answers are the same, with lying validation tasks too."""
    run, ready = small_over(held), prepared(held)  # type: ignore[arg-type]
    found = measured(run).each[name]
    assert found.shape == (3,) and np.isfinite(found).all()
    hit = np.isin(held.task, ready.splits["validation"])  # type: ignore[attr-defined]
    spoilt = replace(held, x=np.where(hit[:, None], 1e6, held.x))  # type: ignore[type-var, attr-defined]
    np.testing.assert_array_equal(measured(small_over(spoilt)).each[name], found)  # type: ignore[arg-type]
    honest = sampling.new_tasks(run.task_family, run.shots, all_dials(run))
    lying = honest._replace(query=honest.query._replace(y=1 - honest.query.y))
    told = [answers(held, sampling.take(it, np.arange(6)), run.shots)[name] for it in (honest, lying)]  # type: ignore
    np.testing.assert_array_equal(*told)


def test_the_best_rival_is_the_best_on_the_new_tasks_and_gains_are_in_pairs() -> None:
    random = np.random.default_rng(1)
    hard = random.normal(5, 4, size=50)
    found = against(hard, {"near": hard + 0.1 + 0.01 * random.normal(size=50), "far": hard + 9})
    assert found.best == "near" and 0.05 < found.gains["near"].mean - found.gains["near"].ci95
    assert found.gains["far"].mean == pytest.approx(9)

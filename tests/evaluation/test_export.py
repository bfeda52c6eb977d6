"""What is taken away: predictions, scores, and a model that adapts in another process."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from metacore import saved
from metacore.evaluation import export
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import yardsticks
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init
from tests.examples import IN_TURN, TABLE, arrays, close, small, small_over, table

VALUES = table("regression")


def trained(run: Run) -> State:
    return advance(run, init(run), Budget(20)).state


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_predictions_are_for_every_row_of_every_new_task_in_the_tables_own_units() -> None:
    run = small_over(VALUES)
    rows = cells(export.predictions(run, trained(run)))
    new = {VALUES.tasks[task] for task in run.task_family.held.splits["test"]}  # type: ignore[union-attr]
    assert {row["task"] for row in rows} == new
    assert len(rows) == sum(VALUES.tasks[task] in new for task in VALUES.task)
    for row in rows:
        place = int(row["row"]) - 1
        assert np.isclose(float(row["right sold"]), VALUES.y[place, 0], rtol=1e-4)
        assert np.isclose(float(row["column 1"]), VALUES.x[place, 1], rtol=1e-4)
    for name in new:
        assert sum(row["task"] == name and row["role"] == "known" for row in rows) == run.shots
    errors = [float(row["sold"]) - float(row["right sold"]) for row in rows]
    assert np.std(errors) < 2 * VALUES.y.std()


def test_predictions_of_classes_name_them_and_their_chances() -> None:
    run = small_over(replace(TABLE, classes=("=left", "right")))
    for row in cells(export.predictions(run, trained(run))):
        left, right = float(row["chance of =left"]), float(row["chance of right"])
        assert np.isclose(left + right, 1, atol=1e-4)
        assert row["sold"] == ("right" if right > 0.5 else "'=left"), "a spreadsheet computes nothing from it"


@pytest.mark.parametrize("family", ["digits", "table"])
def test_scores_are_those_that_are_shown(family: str) -> None:
    run = small_over(TABLE) if family == "table" else small(family)
    state = trained(run)
    rows = cells(export.scores(run, state))
    after = [float(row["after adapting"]) for row in rows]
    np.testing.assert_allclose(after, measure(run, state)["after"], atol=1e-5)
    for name, interval in yardsticks(run).items():
        assert np.isclose(np.mean([float(row[name]) for row in rows]), interval.mean, atol=1e-5)
    assert len({row["task"] for row in rows}) == len(rows)


@pytest.mark.parametrize(("family", "name"), IN_TURN)
def test_a_saved_model_of_every_method_adapts(family: str, name: str, tmp_path: Path) -> None:
    run, file = small(family, name), tmp_path / "model.npz"
    state = init(run)
    file.write_bytes(saved.packed(run, state))
    model = saved.load(file)
    for one, other in zip(arrays(state.params), arrays(model.params), strict=True):
        np.testing.assert_array_equal(one, other)
    x = np.random.default_rng(1).normal(size=(6, run.problem.features))
    found = model.adapt(x, np.arange(6) % max(run.problem.classes, 2))(x)
    assert found.shape == ((6, run.problem.classes) if run.problem.classes else (6,)) and np.isfinite(found).all()
    nothing = x[None, :0], np.zeros((1, 0, run.problem.outputs))
    blind = model.answered(model.adapted(*nothing), x[None]).fit[0]
    assert blind.shape[0] == 6 and np.isfinite(blind).all(), "what holds before adapting, where nothing is known"


def test_a_saved_model_takes_rows_as_the_table_has_them(tmp_path: Path) -> None:
    run, file = small_over(VALUES), tmp_path / "model.npz"
    state = trained(run)
    file.write_bytes(saved.packed(run, state))
    rows = cells(export.predictions(run, state))
    rows = [row for row in rows if row["task"] == rows[0]["task"]]
    x = VALUES.x[[int(row["row"]) - 1 for row in rows]]
    y = VALUES.y[[int(row["row"]) - 1 for row in rows], 0]
    known = [row["role"] == "known" for row in rows]
    found = saved.load(file).adapt(x[known], y[known])(x)
    close(found, np.array([float(row["sold"]) for row in rows]), 1e-3)


def test_the_row_is_that_of_the_file_whatever_was_left_out_of_it() -> None:
    run = small_over(replace(VALUES, row=3 * np.arange(len(VALUES.x)) + 7))
    for row in cells(export.predictions(run, init(run))):
        place = (int(row["row"]) - 7) // 3
        assert np.isclose(float(row["right sold"]), VALUES.y[place, 0], rtol=1e-4)


def test_large_numbers_keep_the_digits_in_which_they_differ() -> None:
    run = small_over(replace(VALUES, x=VALUES.x + 8_412_000_000, y=VALUES.y.astype(float) + 8_412_000_000))
    rows = cells(export.predictions(run, init(run)))
    for row in rows:
        place = int(row["row"]) - 1
        assert np.isclose(float(row["column 1"]) - 8_412_000_000, VALUES.x[place, 1], atol=1e-4)
        assert np.isclose(float(row["right sold"]) - 8_412_000_000, VALUES.y[place, 0], atol=1e-4)
    assert len({row["sold"] for row in rows}) > len(rows) / 2

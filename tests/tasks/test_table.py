"""A table as tasks: whole tasks are held out, and nothing of them is looked at before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from metacore.dials import DialError
from metacore.episodes import sampling
from metacore.episodes.splitting import prepared
from metacore.evaluation.measuring import measure
from metacore.interval import Interval
from metacore.run import Run
from metacore.tables.table import Table
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import all_dials
from metacore.types import Episode
from tests.examples import TABLE, arrays, plain, small_over, table

VALUES = table("regression")


def drawn(held: Table, split: str, seed: int = 3, tasks: int = 40) -> Episode:
    run = small_over(held)
    return plain(sampling.sample(run.task_family, np.array([seed, 1]), tasks, 4, 5, all_dials(run), split))  # type: ignore[arg-type]


def poisoned(held: Table, split: str, value: float) -> Table:
    """The table with other numbers in all rows of one split's tasks."""
    tasks = prepared(held).splits[split]  # type: ignore[index]
    hit = np.isin(held.task, tasks)
    return replace(held, x=np.where(hit[:, None], value, held.x))


@pytest.mark.parametrize("held", [TABLE, VALUES], ids=["classes", "values"])
def test_every_task_is_in_one_split_about_three_in_five_in_training(held: Table) -> None:
    splits = prepared(held).splits
    assert {name: len(tasks) for name, tasks in splits.items()} == {"training": 9, "validation": 3, "test": 3}
    assert sorted(np.concatenate(list(splits.values()))) == list(range(15))
    for split, tasks in splits.items():
        assert set(drawn(held, split).latent.ravel()) == set(tasks)


def test_rows_are_those_of_their_task() -> None:
    held, episode = prepared(VALUES), drawn(VALUES, "training")
    scaled = held.scales[0].applied(VALUES.x)
    for task, x, y in zip(episode.latent[:, 0], episode.query.x, episode.query.y, strict=True):
        here = VALUES.task == task
        place = np.abs(scaled[here][None] - x[:, None]).sum(axis=-1).argmin(axis=1)
        np.testing.assert_allclose(scaled[here][place], x, atol=1e-5)
        np.testing.assert_allclose(held.scales[1].applied(VALUES.y[here])[place], y, atol=1e-5)


@pytest.mark.parametrize("value", [np.nan, 1e30])
@pytest.mark.parametrize("split", ["validation", "test"])
def test_what_stands_in_held_out_rows_changes_no_training(split: str, value: float) -> None:
    honest, spoilt = (
        advance(run, init(run), Budget(12)).state for run in map(small_over, (VALUES, poisoned(VALUES, split, value)))
    )
    for one, other in zip(arrays(honest.params), arrays(spoilt.params), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(honest.training.points, spoilt.training.points)


def test_scales_are_those_of_the_training_rows_alone() -> None:
    held = prepared(VALUES)
    own = np.isin(VALUES.task, held.splits["training"])
    for scale, values in zip(held.scales, (VALUES.x, VALUES.y), strict=True):
        np.testing.assert_allclose(scale.middle, values[own].mean(axis=0), rtol=1e-5)
        np.testing.assert_allclose(scale.unit, values[own].std(axis=0), rtol=1e-5)
    spoilt = prepared(poisoned(VALUES, "test", 1e6))
    np.testing.assert_array_equal(spoilt.scales[0].middle, held.scales[0].middle)
    np.testing.assert_array_equal(spoilt.plane.directions, held.plane.directions)


def test_what_is_missing_becomes_the_mean_and_what_never_varies_zero() -> None:
    x = VALUES.x.copy()
    x[::7, 0], x[:, 1], x[:, 2] = np.nan, 4.0, np.nan
    found = prepared(replace(VALUES, x=x))
    assert np.isfinite(found.x).all() and (found.x[:, 1:] == 0).all()
    assert (found.x[:, 0] == 0).sum() >= np.isnan(x[:, 0]).sum()


def test_new_tasks_come_in_turn_and_count_once() -> None:
    run = small_over(TABLE)
    new = plain(sampling.new_tasks(run.task_family, 4, all_dials(run)))
    test = prepared(TABLE).splits["test"]
    np.testing.assert_array_equal(new.latent[:, 0], np.resize(test, len(new.latent)))
    found = measure(run, init(run))
    assert found["after"].shape == (3,) and Interval.over(found["after"]).tasks == 3
    values = np.arange(7.0)
    np.testing.assert_allclose(sampling.by_task(run.task_family, values), [3, 2.5, 3.5])


def test_a_pool_has_every_training_task_once_before_one_comes_again() -> None:
    run = small_over(TABLE)
    pool = plain(sampling.pool(run.task_family, np.int32(1), 4, 5, all_dials(run)))
    assert len(set(pool.latent[:9, 0])) == 9
    other = plain(sampling.pool(run.task_family, np.int32(2), 4, 5, all_dials(run)))
    assert not np.array_equal(pool.latent, other.latent)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tasks": 2}, ["has 2 tasks", "at least 3"]),
        ({"outputs": 11}, ["11 classes", "At most 10", "“sold”"]),
    ],
)
def test_a_table_that_makes_no_tasks_is_refused_in_a_sentence(changes: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(DialError) as caught:
        small_over(table(**changes))
    assert caught.value.field == "dataset" and all(word in str(caught.value) for word in words)


def test_an_own_table_does_not_travel_with_the_address_and_a_ready_made_one_does() -> None:
    run = small_over(TABLE)
    with pytest.raises(DialError, match="did not travel"):
        Run.parse(run.query())
    there, faults = Run.lenient(list(run.texts().items()))
    assert [fault.field for fault in faults] == ["dataset"] and there.dataset != "own" and there.shots == run.shots
    assert Run.parse(run.query(), TABLE) == run and run.replace(shots=3).table is TABLE
    assert run.replace(dataset="wine").table is None and run.program().table is TABLE


def test_whole_tasks_hold_every_row_once() -> None:
    family = small_over(VALUES).task_family
    places = np.concatenate([whole.places for whole in family.whole(5)])  # type: ignore[union-attr]
    assert sorted(places) == list(np.flatnonzero(np.isin(VALUES.task, prepared(VALUES).splits["test"])))
    for whole in family.whole(5):  # type: ignore[union-attr]
        assert whole.support.x.shape[1] == 5 and whole.support.x.shape[1] + whole.query.x.shape[1] == len(whole.places)


def reordered(held: Table) -> Table:
    """The same rows and tasks in another order."""
    random = np.random.default_rng(7)
    order, places = random.permutation(len(held.x)), random.permutation(len(held.tasks))
    names = tuple(held.tasks[place] for place in np.argsort(places))
    return replace(held, x=held.x[order], y=held.y[order], task=places[held.task][order], tasks=names)


@pytest.mark.parametrize("held", [TABLE, VALUES], ids=["classes", "values"])
def test_the_same_rows_in_another_order_are_held_out_and_trained_on_alike(held: Table) -> None:
    one, other = prepared(held), prepared(reordered(held))
    for split in one.splits:
        assert [one.names[task] for task in one.splits[split]] == [other.names[task] for task in other.splits[split]]
    first, second = (advance(run, init(run), Budget(12)).state for run in map(small_over, (held, reordered(held))))
    for a, b in zip(arrays(first.params), arrays(second.params), strict=True):
        np.testing.assert_array_equal(a, b)


def test_which_tasks_are_held_out_hangs_on_their_names_and_on_nothing_else() -> None:
    held_out = prepared(VALUES).splits["test"].tolist()
    renamed = replace(VALUES, tasks=tuple(f"place {number}" for number in range(15)))
    assert prepared(replace(VALUES, x=VALUES.x + 1)).splits["test"].tolist() == held_out
    assert prepared(renamed).splits["test"].tolist() != held_out
    shares = [len(prepared(table("regression", tasks=count)).splits["test"]) / count for count in (5, 20, 100)]
    np.testing.assert_allclose(shares, 0.2)


def test_neither_units_nor_offsets_change_which_rows_are_known() -> None:
    moved = replace(VALUES, x=1000 * VALUES.x + 8, y=VALUES.y / 4)
    np.testing.assert_array_equal(prepared(moved).places, prepared(VALUES).places)


def test_rows_of_a_task_are_shuffled() -> None:
    ordered = np.lexsort((VALUES.y[:, 0], VALUES.task))
    steps = np.diff(np.argsort(ordered)[prepared(VALUES).places])
    assert 0.3 < (steps > 0).mean() < 0.7
    steps = np.diff(prepared(VALUES).places)
    assert 0.3 < (steps > 0).mean() < 0.7

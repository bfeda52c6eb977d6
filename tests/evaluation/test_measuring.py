"""Measuring: intervals over tasks, the numbers against loops, and what pictures show."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation.grid import canvas
from metacore.evaluation.measuring import SHOWN_QUERIES, TILES, View, look, measure, score
from metacore.interval import Interval
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init
from metacore.training.programs import all_dials
from metacore.types import Episode
from tests import reference
from tests.examples import ENSEMBLES, RECORDED, REPRESENTATIVES, plain, small


@cache
def state_of(run: Run) -> State:
    return advance(run, init(run), Budget(60)).state


def new_tasks(run: Run) -> Episode:
    return plain(sampling.new_tasks(run.task_family, run.shots, all_dials(run)))


def some_of(found: np.ndarray, step: int) -> list[tuple[int, list[int]]]:
    """Some new tasks by number, and the episodes that are of each: recorded tasks come in turn."""
    return [(task, list(range(task, NEW_TASKS, len(found)))) for task in range(0, len(found), step)]


def answers(run: Run, network: reference.Network, x: np.ndarray) -> np.ndarray:
    return reference.answers(run.problem, network, x)


def adapted(run: Run, state: State, x: np.ndarray, y: np.ndarray) -> reference.Network:
    network = [(w.astype(float), b.astype(float)) for w, b in state.params]
    return reference.descend(run.problem, network, x.astype(float), y, run.alpha, run.inner_steps)


def wrong(run: Run, found: np.ndarray, y: np.ndarray) -> float:
    if run.problem.classes > 2:
        return float((found.argmax(axis=-1) != y.argmax(axis=-1)).mean())
    if run.problem.classes:
        return float(((found > 0.5) != (y > 0.5)).mean())
    return float(((found - y) ** 2).mean())


def test_an_interval_is_the_mean_and_so_many_standard_errors() -> None:
    found = Interval.over(np.array([1.0, 2.0, 3.0, 6.0]))
    assert found.mean == 3 and found.tasks == 4
    assert np.isclose(found.ci95, 3.182 * np.sqrt((4 + 1 + 0 + 9) / 3) / 2), "Student's: four tasks are few"
    many = np.random.default_rng(1).normal(size=600)
    assert np.isclose(Interval.over(many).ci95, 1.96 * many.std(ddof=1) / np.sqrt(600))


def test_an_interval_covers_the_truth_about_95_times_in_100() -> None:
    for tasks in (2, 4, 12, 30):
        draws = np.random.default_rng(1).normal(size=(2000, tasks))
        hits = [abs(Interval.over(row).mean) <= Interval.over(row).ci95 for row in draws]
        assert 0.935 < np.mean(hits) < 0.965


def test_one_task_has_no_interval_and_equal_ones_a_narrow_one() -> None:
    assert Interval.over(np.ones(1)) == (1, float("inf"), 1) and Interval.over(np.ones(5)) == (1, 0, 5)


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_the_metrics_agree_with_a_loop_over_tasks(family: str) -> None:
    run = small(family, alpha=0.5)
    state, new = state_of(run), new_tasks(run)
    found = measure(run, state)
    start = [(w.astype(float), b.astype(float)) for w, b in state.params]
    for task, drawn in some_of(found["after"], 40 if len(found["after"]) == NEW_TASKS else 14):
        before, after = [], []
        for n in drawn:
            x, y = new.query.x[n], new.query.y[n]
            network = adapted(run, state, new.support.x[n], new.support.y[n])
            before.append(wrong(run, answers(run, start, x), y))
            after.append(wrong(run, answers(run, network, x), y))
        assert np.isclose(found["before"][task], np.mean(before), rtol=1e-3)
        assert np.isclose(found["after"][task], np.mean(after), rtol=1e-3, atol=1e-6)
    tasks = getattr(run.task_family, "distinct", 0) or NEW_TASKS
    assert found["before"].shape == found["after"].shape == (tasks,)


@pytest.mark.parametrize("name", ENSEMBLES)
@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_an_ensemble_is_that_of_the_models_of_the_training_tasks(family: str, name: str) -> None:
    run = small(family, tasks=5, alpha=0.5, ensemble=name)
    state, new = state_of(run.replace(tasks=0, ensemble="none")), new_tasks(run)
    pool = plain(sampling.pool(run.task_family, np.int32(run.seed), run.shots, run.queries, all_dials(run)))
    models = [adapted(run, state, pool.support.x[task], pool.support.y[task]) for task in range(5)]
    found = measure(run, state)
    mean = [
        tuple(np.mean(arrays, axis=0) for arrays in zip(*layers, strict=True)) for layers in zip(*models, strict=True)
    ]
    for task, drawn in some_of(found["after"], 60 if len(found["after"]) == NEW_TASKS else 14):
        expected = []
        for n in drawn:
            at_support, at_query = (
                np.array([answers(run, model, batch.x[n]) for model in models]) for batch in (new.support, new.query)
            )
            weights = np.ones(5) if name == "average" else likelihoods(run, at_support, new.support.y[n])
            mixed = np.tensordot(weights / weights.sum(), at_query, 1)
            said = answers(run, mean, new.query.x[n]) if name == "soup" else mixed
            expected.append(wrong(run, said, new.query.y[n]))
        if name in ("average", "soup", "weighted"):
            assert np.isclose(found["after"][task], np.mean(expected), rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(found["before"], measure(run.replace(ensemble="none"), state)["before"])


def likelihoods(run: Run, found: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How likely each member makes the support, up to a constant."""
    if run.problem.kind == "classification":
        return np.prod(reference.chances(found, np.broadcast_to(y, found.shape)), axis=1)
    return np.exp(-((found - y) ** 2).sum(axis=(1, 2)) / 2)


def test_new_tasks_do_not_follow_the_seed_and_training_tasks_do() -> None:
    run = small(tasks=5)
    one, other = (measure(run.replace(seed=seed), state_of(small())) for seed in (1, 2))
    np.testing.assert_array_equal(one["after"], other["after"])
    assert not np.array_equal(one["training_after"], other["training_after"])
    assert one["training_after"].shape == (5,)


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_a_snapshot_shows_truth_and_prediction_of_the_task_asked_for(family: str) -> None:
    run = small(family, alpha=0.5)
    state, new = state_of(run), new_tasks(run)
    seen = look(run, state, View(task=3))
    assert (seen.stage, seen.stages) == (run.inner_steps, run.inner_steps + 1)
    network, drawn = adapted(run, state, new.support.x[3], new.support.y[3]), canvas(run, large=True)
    if seen.focus.image:
        np.testing.assert_array_equal(seen.focus.support.x[0], new.support.x[3])
        asked, shape = new.query.x[3][:SHOWN_QUERIES], (SHOWN_QUERIES,)
    else:
        np.testing.assert_array_equal(seen.focus.support.x[0], drawn.dots(new.support).x[3])
        asked, shape = drawn.points, drawn.shape
    expected = answers(run, network, asked).reshape(1, *shape, -1)
    np.testing.assert_allclose(seen.focus.fit, expected, rtol=1e-3, atol=1e-4)
    assert (seen.focus.truth is None) == (family in RECORDED)
    if seen.focus.truth is not None:
        truth = run.task_family.answer(new.latent[3:4], drawn.points[None])
        np.testing.assert_allclose(seen.focus.truth, drawn.laid(truth), atol=1e-4)


def test_a_stage_shows_fewer_inner_steps_and_stage_zero_none() -> None:
    run = small("sinusoid", alpha=0.1)
    none, one, all_, beyond = (look(run, state_of(run), View(stage=stage)) for stage in (0, 1, None, 99))
    np.testing.assert_array_equal(none.focus.fit, none.focus.before)
    assert not np.array_equal(one.focus.fit, none.focus.fit) and not np.array_equal(one.focus.fit, all_.focus.fit)
    assert (none.stage, one.stage, all_.stage, beyond.stage) == (0, 1, 2, 2)
    found = measure(run, state_of(run))
    np.testing.assert_allclose(all_.new_errors, [found["before"][:TILES], found["after"][:TILES]], rtol=1e-4)
    np.testing.assert_array_equal(*none.new_errors)


def test_the_headline_is_the_interval_over_the_new_tasks() -> None:
    seen = score(small(), state_of(small()))
    assert seen.before == Interval.over(seen.new_before) and seen.after == Interval.over(seen.new_after)
    assert seen.before.tasks == NEW_TASKS and seen.step == 60


def test_the_training_tasks_are_shown_where_they_are_asked_for() -> None:
    run = small(tasks=2)
    seen = look(run, state_of(small()), View(new=False, task=9))
    pool = plain(sampling.pool(run.task_family, np.int32(run.seed), run.shots, run.queries, all_dials(run)))
    np.testing.assert_array_equal(seen.focus.support.x[0], pool.support.x[1])
    assert len(seen.training.fit) == len(seen.training_errors[0]) == 2 and len(seen.new.fit) == TILES


def test_rising_counts_the_tasks_whose_first_step_went_too_far() -> None:
    gentle, wild = (score(small("sinusoid", alpha=alpha), state_of(small("sinusoid"))) for alpha in (1e-3, 9))
    assert gentle.rising < 0.05 and wild.rising > 0.5


def test_one_sided_counts_the_tasks_answered_with_one_class() -> None:
    untrained = score(small(alpha=0.0), init(small()))
    assert untrained.one_sided == 1 or 0 < untrained.one_sided < 1
    found = measure(small(alpha=0.0), init(small()))["one_sided"]
    assert found.shape == (NEW_TASKS,) and np.isclose(untrained.one_sided, found.mean())

"""The fusion lab against models asked one by one, and what must have no influence."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.combining.mixing import combined
from metacore.compiling.lazy import tf
from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles import pool_answers, work
from metacore.studies.ensembles.candidates import answers, face, learn, names, try_out
from metacore.studies.ensembles.curves import ALONE, at_known, at_size, crossings
from metacore.studies.ensembles.pool_answers import MOST_SHOTS, Members, first, gathered, members, new_tasks
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import Fusion, fuse
from metacore.training.engine import init
from metacore.types import Batch
from tests.examples import COMBINERS, POOLS, REPRESENTATIVES, plain

SMALL = {"members": 5, "points": 5, "known": 3, "steps": 0, "hidden": (4,), "alpha": 0.5, "inner_steps": 2}


def lab_of(family: str = "linear", **changes: Any) -> Lab:
    return Lab.of({"family": family} | SMALL | changes)


@cache
def params_of(lab: Lab) -> Any:
    """Weights that are not near zero, so that models differ."""
    random = np.random.default_rng(1)
    return tf.nest.map_structure(lambda a: (a + random.normal(size=a.shape)).astype(np.float32), init(lab.run()).params)


@cache
def parts_of(basis: Lab) -> list[Members]:
    params = params_of(basis.replace(pool="adapted"))
    return [members(basis, params, start, min(start + 3, basis.members)) for start in range(0, basis.members, 3)]


def fused(lab: Lab) -> Fusion:
    params = params_of(lab.basis().replace(pool="adapted"))
    return fuse(lab, parts_of(lab.basis()), {"adapted": [params], "seeds": [params, params], "snapshots": []})


def new_count(lab: Lab) -> int:
    """How many new tasks there are, repeated draws of a recorded one aside."""
    return getattr(lab.run().task_family, "distinct", 0) or NEW_TASKS


@pytest.mark.parametrize("family", REPRESENTATIVES)
@pytest.mark.parametrize("pool", POOLS)
def test_every_way_answers_every_task_whatever_the_pool(family: str, pool: str) -> None:
    lab = lab_of(family, pool=pool, learner="random_forest", trees=5)
    found = fused(lab)
    assert set(found.names) == set(COMBINERS) - {"super_learner", "snapshots"}
    assert found.errors.shape == (len(found.names), new_count(lab)) and np.isfinite(found.errors).all()
    assert np.isfinite(found.fits).all() and found.faces.shape[0] == lab.members == found.members.shape[0]
    for number, name in enumerate(found.names):
        counted = registry.combiners()[name].members == "tasks"
        assert np.isfinite(found.weights[number]).all() == counted, name
    assert (found.apart >= 0).all() and found.unfit == 0


@pytest.mark.parametrize("family", REPRESENTATIVES)
@pytest.mark.parametrize("name", ["average", "weighted", "dynamic"])
def test_errors_are_those_of_models_asked_one_by_one(family: str, name: str) -> None:
    lab = lab_of(family)
    found, pool = fused(lab), gathered(parts_of(lab.basis()))[0]
    new, place = new_tasks(lab.basis()), fused(lab).names.index(name)
    expected: dict[int, list[float]] = {}
    # Recorded tasks come in turn, and count once.
    for episode in (0, 7, 599) if new_count(lab) == NEW_TASKS else range(5, NEW_TASKS, new_count(lab)):
        one = slice(episode, episode + 1)
        support = Batch(*(a[one] for a in first(new, lab.known)))
        seen, asked = tf.constant(pool.seen[:, one, : lab.known]), tf.constant(pool.asked[:, one])
        answer = combined(registry.combiners()[name], lab.problem, support, seen, new.query.x[one], asked).numpy()
        y = new.query.y[one].numpy()
        if not lab.problem.classes:
            error = ((answer - y) ** 2).mean()
        elif lab.problem.outputs > 1:
            error = (answer.argmax(-1) != y.argmax(-1)).mean()
        else:
            error = ((answer > 0.5) != (y > 0.5)).mean()
        expected.setdefault(episode % new_count(lab), []).append(float(error))
    for task, errors in expected.items():
        assert found.errors[place, task] == pytest.approx(np.mean(errors), rel=1e-4)


def test_members_are_the_models_of_the_training_tasks_whichever_way_they_are_cut() -> None:
    lab = lab_of()
    whole = members(lab, params_of(lab.basis()), 0, 5)
    cut, _ = gathered(parts_of(lab.basis()))
    for one, other in zip(tf.nest.flatten(plain(tuple(whole))), tf.nest.flatten(plain(tuple(cut))), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_seeds_that_are_the_same_answer_as_one_alone() -> None:
    found = fused(lab_of())
    np.testing.assert_allclose(found.errors[found.names.index("seeds")], found.alone, atol=1e-6)


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_labels_that_are_not_known_have_no_influence(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = lab_of(family)
    honest, tasks = fused(lab), new_tasks(lab.basis())
    support, query = (
        batch._replace(y=tf.concat([batch.y[:, :start], 1 - batch.y[:, start:]], axis=1))
        for batch, start in ((tasks.support, lab.known), (tasks.query, 0))
    )
    monkeypatch.setattr(work, "new_tasks", lambda basis: tasks._replace(support=support, query=query))
    told = fused(lab)
    np.testing.assert_array_equal(honest.fits, told.fits)
    np.testing.assert_array_equal(honest.weights, told.weights)
    assert not np.array_equal(honest.errors, told.errors)


def test_models_that_give_no_numbers_are_left_out_and_counted() -> None:
    lab = lab_of(members=4)
    parts = parts_of(lab.basis())
    broken = parts[0]._replace(seen=parts[0].seen.copy())
    broken.seen[1, 5, 0] = np.nan
    found = fuse(lab, [broken, *parts[1:]], {"adapted": [params_of(lab.basis())]})
    assert found.unfit == 1 and found.weights.shape[1] == 3 and np.isfinite(found.errors).all()


def test_it_says_where_a_soup_is_none_and_where_one_class_only_is_known() -> None:
    notes = {pool: fused(lab_of(pool=pool, learner="linear_model")).notes["soup"] for pool in POOLS}
    assert notes == {"adapted": "", "independent": "no_shared_start", "learner": "no_networks", "mixed": "no_networks"}
    lab = lab_of(known=1)
    assert fused(lab).one_sided and not fused(lab_of("sinusoid", known=1)).one_sided


def test_two_models_that_agree_are_given_back() -> None:
    lab = lab_of(members=2)
    (part,) = parts_of(lab.basis())
    same = Members(*(np.repeat(a[:1], 2, axis=0) for a in part[:4]), None)
    found = fuse(lab, [same], {"adapted": [params_of(lab.basis())]})
    for number, name in enumerate(found.names):
        if registry.combiners()[name].unanimous and registry.combiners()[name].members == "tasks":
            np.testing.assert_allclose(found.fits[number], same.faces[0], atol=2e-5)
    np.testing.assert_allclose(found.apart, 0, atol=1e-6)


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_the_super_learner_weighs_its_candidates_by_training_tasks_alone(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = lab_of(family)
    params, parts = params_of(lab.basis()), parts_of(lab.basis())
    monkeypatch.setattr(registry, "learners", lambda: QUICK)
    weights = learn(lab, params, parts)
    assert len(weights) == len(names()) and weights.min() >= 0 and weights.sum() == pytest.approx(1, abs=1e-5)
    trial = try_out(lab, params, parts, weights, 3, 8)
    assert trial.metrics.shape == (len(names()) + 1, 5)
    alone = np.eye(len(names()))[0].astype(np.float32)
    expected = try_out(lab, params, parts, alone, 3, 8).metrics
    if new_count(lab) == NEW_TASKS:  # else an episode is a part of what is said of its task
        np.testing.assert_allclose(expected[-1], fused(lab).alone[3:8], atol=1e-6)
    assert face(lab, params, parts, weights).shape == fused(lab).fits.shape[1:]
    tasks = new_tasks(lab.basis())
    lie = tasks._replace(support=tasks.support._replace(y=1 - tasks.support.y))
    monkeypatch.setattr("metacore.studies.ensembles.candidates.new_tasks", lambda basis: lie)
    np.testing.assert_array_equal(learn(lab, params, parts), weights)


QUICK = {name: registry.learners()[name] for name in ("gradient_descent", "linear_model")}


def test_curves_are_the_errors_at_other_views() -> None:
    lab = lab_of()
    params, parts = params_of(lab.basis()), parts_of(lab.basis())
    thetas = {"adapted": [params]}
    known = at_known(lab, parts, thetas, 10)
    again = fused(lab.replace(known=10))
    np.testing.assert_allclose(known["vote"], again.errors[again.names.index("vote")])
    np.testing.assert_allclose(known[ALONE], again.alone)
    every, two = at_size(lab, parts, thetas, 5), at_size(lab, parts, thetas, 2)
    np.testing.assert_allclose(every["weighted"], at_known(lab, parts, thetas, 3)["weighted"])
    smaller = fuse(lab, [Members(*(a[:2] for a in parts[0][:4]), None)], thetas)
    np.testing.assert_allclose(two["weighted"], smaller.errors[smaller.names.index("weighted")], atol=1e-6)


def test_places_change_only_where_both_sides_are_shown() -> None:
    random = np.random.default_rng(1)
    base = random.uniform(size=200)
    near, better, worse = base + random.normal(0, 1, 200), base - 0.5, base + 0.5
    curves = {
        1: {"alone": base, "a": better, "b": better}, 5: {"alone": base, "a": near, "b": better},
        10: {"alone": base, "a": worse, "b": near},
    }  # fmt: skip
    assert [tuple(each) for each in crossings(curves)] == [("a", "alone", 1, 10)]


def test_answers_come_for_as_many_points_as_are_asked() -> None:
    lab = lab_of()
    pool = gathered(parts_of(lab.basis()))[0]
    new = new_tasks(lab.basis())
    support, x = Batch(*(a[:2] for a in first(new, 3))), new.query.x[:2, :4]
    found = answers(lab, params_of(lab.basis()), support, x, pool.seen[:, :2, :3], pool.asked[:, :2, :4])
    assert found.shape == (len(names()), 2, 4, 1) and pool.practised.shape[2] == MOST_SHOTS + 50
    assert pool_answers.PRACTICE_TASKS == pool.practised.shape[1]

"""The fusion lab against models asked one by one, and what must have no influence."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.combining.mixing import combined
from metacore.compiling.lazy import tf
from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles import work
from metacore.studies.ensembles.pool_answers import Members, first, gathered, new_tasks
from metacore.studies.ensembles.work import fuse
from metacore.types import Batch
from tests.examples import COMBINERS, POOLS, REPRESENTATIVES
from tests.studies.ensembles.labs import fused, lab_of, new_count, params_of, parts_of


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

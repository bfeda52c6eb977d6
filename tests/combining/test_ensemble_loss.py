"""Training through the ensemble against loops over tasks, finite differences, and what must have no influence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.combining.ensemble_loss import others_loss, pool_loss
from metacore.combining.mixing import combined
from metacore.compiling.lazy import tf
from metacore.nn.losses import prediction_losses, predictions
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.programs import Program
from metacore.types import Batch, Episode, Params
from tests.cases import Case
from tests.examples import plain, small

TRAINED = [name for name, part in registry.combiners().items() if part.trains]
FAMILIES = ("linear", "sinusoid", "blobs")
each = pytest.mark.parametrize(("family", "name"), [(family, name) for family in FAMILIES for name in TRAINED])


def case_of(family: str, algorithm: str = "maml", **changes: Any) -> Case:
    return Case(small(family, algorithm, **changes))


def loss_of(case: Case, name: str, params: Params, episode: Episode) -> Any:
    code, part = Program(case.run.program()), registry.combiners()[name]
    dials = code.dials(case.tensors)
    return others_loss(part, case.run.method, case.problem, params, episode, dials)


def by_loops(case: Case, name: str, params: Params, episode: Episode) -> float:
    """Every task answered by the models of the others, one model and one task at a time."""
    method, problem, dials = case.run.method, case.problem, Program(case.run.program()).dials(case.tensors)
    support, query, _ = episode
    tasks, losses = len(support.x), []

    def of(batch: Batch, task: int) -> Batch:
        return Batch(batch.x[task : task + 1], batch.y[task : task + 1])

    models = [method.adapt(problem, params, of(support, task), dials)[-1] for task in range(tasks)]
    for task in range(tasks):
        others = [model for number, model in enumerate(models) if number != task]
        new, asked = of(support, task), of(query, task)
        seen, said = (
            tf.stack([predictions(problem, method.predict(problem, model, x)) for model in others])
            for x in (new.x, asked.x)
        )
        answer = combined(registry.combiners()[name], problem, new, seen, asked.x, said)
        losses.append(float(prediction_losses(problem, answer, asked.y)[0]))
    return float(np.mean(losses))


@each
def test_it_is_the_loss_of_every_task_answered_by_the_others(family: str, name: str) -> None:
    case = case_of(family)
    params, episode = case.params(), case.episode(tasks=4)
    assert float(loss_of(case, name, params, episode)) == pytest.approx(by_loops(case, name, params, episode), rel=1e-9)


@each
def test_the_gradient_agrees_with_finite_differences(family: str, name: str) -> None:
    case, random, step = case_of(family), np.random.default_rng(3), 1e-5
    params, episode = case.params(), case.episode(tasks=3)
    way = tf.nest.map_structure(lambda a: random.normal(size=a.shape), plain(params))
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss = loss_of(case, name, params, episode)
    both = zip(tf.nest.flatten(tape.gradient(loss, params)), tf.nest.flatten(way), strict=True)
    slope = sum(float(tf.reduce_sum(g * w)) for g, w in both)
    there, back = (
        float(loss_of(case, name, tf.nest.map_structure(lambda p, w, s=s: p + s * w, params, way), episode))
        for s in (step, -step)
    )
    assert slope == pytest.approx((there - back) / (2 * step), rel=1e-4, abs=1e-6)


def test_two_tasks_answer_each_other() -> None:
    case = case_of("linear")
    params, episode = case.params(), case.episode(tasks=2)
    dials = Program(case.run.program()).dials(case.tensors)
    models = case.run.method.adapt(case.problem, params, episode.support, dials)[-1]
    crossed = tf.nest.map_structure(lambda a: a[::-1], models)
    answers = predictions(case.problem, case.run.method.predict(case.problem, crossed, episode.query.x))
    expected = float(tf.reduce_mean(prediction_losses(case.problem, answers, episode.query.y)))
    assert float(loss_of(case, "average", params, episode)) == pytest.approx(expected)


def test_the_pool_answers_new_tasks_as_if_they_were_left_out() -> None:
    """Leaving task 0 out of a batch of four is asking the pool of the other three about task 0."""
    case = case_of("linear")
    params, episode = case.params(), case.episode(tasks=4)
    dials, part = Program(case.run.program()).dials(case.tensors), registry.combiners()["weighted"]
    found = []
    for task in range(4):
        rest = [number for number in range(4) if number != task]
        pool = Batch(*(tf.gather(a, rest) for a in episode.support))
        new = tf.nest.map_structure(lambda a, task=task: a[task : task + 1], episode)
        found.append(float(pool_loss(part, case.run.method, case.problem, params, pool, new, dials)))
    assert float(loss_of(case, "weighted", params, episode)) == pytest.approx(np.mean(found))


@pytest.mark.parametrize("algorithm", ["fomaml", "anil", "cavia", "meta_sgd", "ridge", "transformer", "cnp", "alpaca"])
def test_every_algorithm_is_moved_by_it(algorithm: str) -> None:
    family = "sinusoid" if algorithm == "alpaca" else "linear"
    case = case_of(family, algorithm)
    params, episode = case.params(), case.episode(tasks=3)
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss = loss_of(case, "weighted", params, episode)
    slopes = tf.nest.flatten(tape.gradient(loss, params, unconnected_gradients="zero"))
    assert all(np.isfinite(slope).all() for slope in slopes) and any(np.abs(slope).max() > 0 for slope in slopes)


def test_training_goes_through_an_ensemble_only_where_that_is_set_and_possible() -> None:
    run = Run.parse("family=linear&ensemble=weighted")
    assert run.trained_ensemble == "weighted"
    for change in (
        {"objective": "own"}, {"ensemble": "none"}, {"ensemble": "vote"}, {"meta_batch": 1}, {"tasks": 1},
        {"algorithm": "reptile"},
    ):  # fmt: skip
        assert run.replace(**change).trained_ensemble == NO_ENSEMBLE, change
    own = run.replace(objective="own")
    assert own.training() == own.replace(ensemble="none").training() != run.training()
    assert own.program() == own.replace(ensemble="none").program() != run.program()


def test_no_task_stands_twice_in_a_meta_step() -> None:
    program = Run.parse("family=linear&ensemble=average&tasks=5&meta_batch=25").program()
    assert program.meta_batch == 5
    drawn = Program(program)._draw(tf.constant(0), {"seed": 1, "tasks": 5, "noise": 0.0, "difference": 1.0})
    first = np.asarray(drawn.latent)[0]
    assert len(np.unique(first[:, 0])) == 5

"""What every algorithm keeps, on every kind of problem: float64, without a compiler.

Properties decide what is asked, never a name. ``first_order``: the algorithm leaves the derivative through its
adaptation out by design, so its gradient is held to finite differences where that derivative vanishes, at alpha = 0.
``surrogate``: its update is no gradient of any loss, so that a reference implementation must stand for it. An all-zero
gradient is allowed to baselines alone, since for all others it would mean that nothing is learned.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.nn.losses import predictions, task_losses
from metacore.types import Batch, Episode, Params
from tests.cases import Case
from tests.examples import ALGORITHMS, IN_TURN, PAIRS, REPRESENTATIVES, TASKS, arrays, close, small

# The scope lets all laws of one pair follow each other, so that each program is traced once and then let go.
each_pair = pytest.mark.parametrize(("family", "name"), PAIRS, scope="module")
in_turn = pytest.mark.parametrize(("family", "name"), IN_TURN, scope="module")


def case(family: str, name: str, **changes: Any) -> Case:
    return Case(small(family, name, **changes))


def picked(episode: Episode, index: list[int]) -> Episode:
    return tf.nest.map_structure(lambda a: tf.gather(a, index), episode)


def moved(params: Params, direction: list[np.ndarray], far: float) -> Params:
    steps = tf.nest.pack_sequence_as(params, [tf.constant(far * d) for d in direction])
    return tf.nest.map_structure(lambda p, s: p + s, params, steps)


@each_pair
def test_a_task_is_answered_alike_whatever_the_other_tasks_are(family: str, name: str) -> None:
    it = case(family, name)
    params, one, other = it.params(), it.episode(1), it.episode(2)
    mixed = tf.nest.map_structure(lambda a, b: tf.concat([a[:1], b[1:]], axis=0), one, other)
    for episode in (mixed, picked(one, [0]), picked(one, [0, 0, 1])):
        found = it.predict(params, episode.support, episode.query.x)
        close(found[0], it.predict(params, one.support, one.query.x)[0], 1e-7)


@each_pair
def test_the_meta_gradient_is_the_mean_of_those_of_single_tasks(family: str, name: str) -> None:
    it = case(family, name)
    params, episode = it.params(), it.episode()
    loss, gradient = it.meta_gradient(params, episode)
    alone = [it.meta_gradient(params, picked(episode, [task])) for task in range(TASKS)]
    assert np.isclose(loss, np.mean([each for each, _ in alone]), rtol=1e-7)
    mean = tf.nest.map_structure(lambda *parts: sum(parts) / TASKS, *(each for _, each in alone))
    close(gradient, mean, 1e-7)


@each_pair
def test_the_meta_gradient_agrees_with_finite_differences(family: str, name: str) -> None:
    if getattr(registry.algorithms()[name], "surrogate", False):
        return
    first_order = getattr(registry.algorithms()[name], "first_order", False)
    it = case(family, name, alpha=0.0 if first_order else 0.3)
    params, episode, random = it.params(), it.episode(), np.random.default_rng(8)
    gradient = arrays(it.meta_gradient(params, episode)[1])
    if all((a == 0).all() for a in gradient):
        assert registry.algorithms()[name].card.field_kind == "baseline"
        return
    for _ in range(4):
        direction, width = [random.normal(size=a.shape) for a in gradient], 1e-6
        ahead, behind = (it.objective(moved(params, direction, far), episode) for far in (width, -width))
        slope = sum(float((g * d).sum()) for g, d in zip(gradient, direction, strict=True))
        assert np.isclose(slope, (ahead - behind) / (2 * width), rtol=1e-5, atol=1e-7)


@each_pair
def test_the_loss_is_that_of_what_is_predicted(family: str, name: str) -> None:
    it = case(family, name)
    params, episode = it.params(), it.episode()
    outputs = it.predict(params, episode.support, episode.query.x)
    expected = np.mean(task_losses(it.problem, tf.constant(outputs), episode.query.y))
    assert np.isclose(it.meta_gradient(params, episode)[0], expected, rtol=1e-7)


@each_pair
def test_the_order_of_support_points_does_not_matter(family: str, name: str) -> None:
    it = case(family, name)
    params, episode = it.params(), it.episode()
    turned = Batch(*(tf.gather(a, [2, 0, 3, 1], axis=1) for a in episode.support))
    found, expected = (it.predict(params, support, episode.query.x) for support in (turned, episode.support))
    close(found, expected, 1e-6)


@each_pair
def test_a_query_point_is_answered_alike_whatever_else_is_asked(family: str, name: str) -> None:
    it = case(family, name)
    params, episode = it.params(), it.episode()
    all_of_them = it.predict(params, episode.support, episode.query.x)
    close(it.predict(params, episode.support, episode.query.x[:, 1:3]), all_of_them[:, 1:3], 1e-9)


@each_pair
def test_the_path_has_a_stage_before_adaptation_that_has_not_seen_the_support(family: str, name: str) -> None:
    it = case(family, name)
    algorithm, params, dials = registry.algorithms()[name], it.params(), dict(it.run.settings) | it.tensors
    firsts = []
    for seed in (1, 2):
        support = it.episode(seed).support
        path = tf.function(lambda s=support: algorithm.adapt(it.problem, params, s, dials), autograph=False)()
        firsts.append(algorithm.predict(it.problem, path[0], it.episode().query.x).numpy())
    close(*firsts)


EDGES: dict[str, dict[str, Any]] = {
    "one shot": {"shots": 1},
    "no inner steps": {"inner_steps": 0},
    "loudest noise": {"noise": 0.5},
    "a hidden layer of one": {"hidden": (1,)},
}


@in_turn
@pytest.mark.parametrize("edge", EDGES)
def test_at_the_edges_predictions_and_gradients_are_finite(family: str, name: str, edge: str) -> None:
    it = case(family, name, **EDGES[edge])
    params, episode = it.params(), it.episode()
    assert np.isfinite(it.predict(params, episode.support, episode.query.x)).all()
    loss, gradient = it.meta_gradient(params, episode)
    assert np.isfinite(loss) and all(np.isfinite(a).all() for a in arrays(gradient))


@each_pair
@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_one_task_with_support_of_one_class_gets_a_finite_prediction(family: str, name: str, answer: float) -> None:
    it = case(family, name)
    episode = it.episode(tasks=1)
    support = Batch(episode.support.x, tf.fill(episode.support.y.shape, tf.constant(answer, tf.float64)))
    outputs = it.predict(it.params(), support, episode.query.x)
    # Raw outputs may hold a spread beside the means.
    assert predictions(it.problem, outputs).shape == episode.query.y.shape and np.isfinite(outputs).all()


FIRST_ORDER = [name for name in ALGORITHMS if getattr(registry.algorithms()[name], "first_order", False)]


@pytest.mark.parametrize("family", REPRESENTATIVES)
@pytest.mark.parametrize("name", FIRST_ORDER)
def test_first_order_is_second_order_at_alpha_zero_and_only_there(family: str, name: str) -> None:
    cut: Any = registry.algorithms()[name]
    whole = replace(cut, adapt=partial(cut.adapt, first_order=False))
    it = case(family, name)
    params, episode = it.params(), it.episode()
    for alpha, same in ((0.0, True), (0.3, False)):
        dials = it.tensors | {"alpha": np.float64(alpha), "inner_steps": 2}
        one, other = (part.meta_gradient(it.problem, params, episode, dials) for part in (cut, whole))
        assert np.isclose(one[0], other[0]), "both are wrong by the same amount"
        differences = [np.abs(a - b).max() for a, b in zip(arrays(one[1]), arrays(other[1]), strict=True)]
        assert (max(differences) < 1e-12) == same and (same or max(differences) > 1e-4)


def test_maml_and_its_first_order_form_are_both_there() -> None:
    parts: dict[str, Any] = dict(registry.algorithms())
    whole = [[other for other in parts if parts[other].adapt is parts[name].adapt.func] for name in FIRST_ORDER]
    assert whole and all(whole), "each has the one that it cuts short beside it"

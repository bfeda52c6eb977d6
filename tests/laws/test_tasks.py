"""What every task family keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.dials import named
from metacore.episodes import noise
from metacore.episodes.sampling import log_likelihood, sample
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.run_dials import common_dials
from metacore.training.programs import all_dials
from metacore.types import Array, Batch, Episode
from tests.examples import FAMILIES, arrays, close, plain, small

each_family = pytest.mark.parametrize("name", FAMILIES)
MADE_UP = [name for name in FAMILIES if not isinstance(small(name).task_family, RecordedFamily)]
each_with_truth = pytest.mark.parametrize("name", MADE_UP)
TASKS, SHOTS, QUERIES = 6, 5, 7
LOUD = named(common_dials(), "noise").high


def drawn(name: str, seed: int = 1, noise: float = 0.0) -> Episode:
    dials = all_dials(small(name, noise=noise))
    return plain(sample(family(name), tf.constant([seed, 2]), TASKS, SHOTS, QUERIES, dials))


def family(name: str) -> Any:
    return small(name).task_family


@each_family
def test_the_same_seed_gives_the_same_tasks_and_another_others(name: str) -> None:
    one, same, other = (drawn(name, seed, 0.3) for seed in (1, 1, 2))
    close(one, same, 0)
    for part, elsewhere in ((one.support, other.support), (one.query, other.query)):
        assert not np.array_equal(part.x, elsewhere.x)


@each_family
def test_shapes_and_types_are_as_promised(name: str) -> None:
    episode, problem = drawn(name), small(name).problem
    assert episode.support.x.shape == (TASKS, SHOTS, problem.features)
    assert episode.support.y.shape == (TASKS, SHOTS, problem.outputs)
    assert episode.query.x.shape == (TASKS, QUERIES, problem.features)
    assert episode.query.y.shape == (TASKS, QUERIES, problem.outputs)
    assert episode.latent.shape[0] == TASKS and episode.latent.ndim == 2
    assert all(a.dtype == np.float32 and np.isfinite(a).all() for a in tf.nest.flatten(episode))
    if problem.classes:
        assert set(np.unique(episode.query.y)) <= {0, 1}
    if problem.classes > 2:
        np.testing.assert_array_equal(episode.query.y.sum(axis=-1), 1)


@each_family
def test_no_point_is_both_support_and_query(name: str) -> None:
    (known, _), (asked, _), _ = drawn(name)
    assert not (known[:, :, None] == asked[:, None]).all(axis=-1).any()


@each_with_truth
def test_no_point_is_shared_between_tasks(name: str) -> None:
    episode = drawn(name)
    points = np.concatenate([episode.support.x, episode.query.x], axis=1).reshape(TASKS * (SHOTS + QUERIES), -1)
    assert len(np.unique(points, axis=0)) == len(points)


@each_with_truth
def test_tasks_differ(name: str) -> None:
    assert len(np.unique(drawn(name).latent, axis=0)) == TASKS


@each_with_truth
def test_answers_are_the_truth_of_the_latents(name: str) -> None:
    episode = drawn(name)
    for batch in (episode.support, episode.query):
        np.testing.assert_allclose(family(name).answer(episode.latent, batch.x), batch.y, atol=1e-6)


@each_family
def test_noise_disturbs_support_answers_and_never_a_query(name: str) -> None:
    quiet, loud = drawn(name), drawn(name, noise=LOUD)
    assert not np.array_equal(quiet.support.y, loud.support.y)
    assert np.isfinite(loud.support.y).all()
    for one, other in ((quiet.query, loud.query), (quiet.support.x, loud.support.x), (quiet.latent, loud.latent)):
        for a, b in zip(tf.nest.flatten(one), tf.nest.flatten(other), strict=True):
            np.testing.assert_array_equal(a, b)


@each_family
def test_no_noise_is_no_change_and_more_noise_is_more(name: str) -> None:
    clean, kind = drawn(name).support.y, small(name).problem.kind
    np.testing.assert_array_equal(noise.corrupt(kind, tf.constant([3, 4]), clean, np.float32(0)), clean)
    many = np.repeat(clean, 500, axis=1)
    changes = [np.abs(noise.corrupt(kind, tf.constant([3, 4]), many, np.float32(n)) - many).mean() for n in (0.1, 0.4)]
    assert 0 < changes[0] < changes[1]


@each_with_truth
@pytest.mark.parametrize("level", [0.0, 0.2])
def test_what_the_truth_says_is_most_likely_seen(name: str, level: float) -> None:
    episode, amount = drawn(name), np.float32(level)
    x, y = episode.query
    other = np.roll(y, 1, axis=-1) if y.shape[-1] > 1 else 1 - y
    dials = all_dials(small(name)) | {"noise": amount}
    right, wrong = (log_likelihood(family(name), episode.latent, Batch(x, a), dials).numpy() for a in (y, other))
    assert right.shape == y.shape[:-1] and np.isfinite(right).all() and np.isfinite(wrong).all()
    differ = (np.abs(other - y) > 1e-3).any(axis=-1)
    assert (right >= wrong).all() and (right > wrong)[differ].all()


@each_family
def test_the_number_of_tasks_and_points_is_free(name: str) -> None:
    dials = all_dials(Run.parse(f"family={name}"))
    for tasks, shots, queries in ((1, 1, 1), (2, 50, 100)):
        episode = sample(family(name), tf.constant([1, 2]), tasks, shots, queries, dials)
        assert episode.support.x.shape[:2] == (tasks, shots) and episode.query.y.shape[:2] == (tasks, queries)


VARIED = [name for name in FAMILIES if any(dial.name == "difference" for dial in registry.families()[name].dials)]


@pytest.mark.parametrize("name", VARIED)
def test_without_difference_tasks_are_the_same_and_with_more_they_differ_more(name: str) -> None:
    found = [
        sample(family(name), tf.constant([1, 2]), 500, 1, 1, all_dials(small(name, difference=share))).latent.numpy()
        for share in (0.0, 0.2, 1.0)
    ]
    assert len(np.unique(found[0], axis=0)) <= 2, "one task, or one and its opposite"
    assert len(np.unique(found[1], axis=0)) == len(np.unique(found[2], axis=0)) == 500
    spreads = [latent.var(axis=0).sum() for latent in found]
    assert spreads[0] < spreads[1] < spreads[2]


@each_with_truth
def test_everything_compiles_and_says_of_the_same_points_the_same(name: str) -> None:
    part, dials, (_, (x, y), latent) = family(name), all_dials(small(name, noise=0.2)), drawn(name)

    def told(latent: Array, x: Array, y: Array) -> Any:
        return part.answer(latent, x), log_likelihood(part, latent, Batch(x, y), dials)

    def everything(seed: Array, *points: Array) -> Any:
        return sample(part, seed, TASKS, SHOTS, QUERIES, dials), told(*points)

    # What is drawn is not compared: a compiled program has random numbers of its own.
    compiled = tf.function(everything, jit_compile=True, autograph=False)
    fresh, found = compiled(tf.constant([1, 2]), latent, x, y)
    close(found, told(latent, x, y), 1e-3)
    assert all(np.isfinite(a).all() for a in arrays(fresh)) and fresh.query.y.shape == y.shape


@each_with_truth
def test_the_truth_can_be_asked_with_plain_arrays_of_either_precision(name: str) -> None:
    episode = drawn(name)
    double = family(name).answer(episode.latent, episode.query.x.astype(np.float64))
    assert double.dtype == tf.float64
    np.testing.assert_allclose(double, episode.query.y, atol=1e-5)

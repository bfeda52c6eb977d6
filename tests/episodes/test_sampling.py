"""Which tasks are drawn when."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.run import Run
from metacore.run_dials import SEED_LIMIT
from metacore.training.programs import all_dials, dial_tensors
from tests.examples import FAMILIES, RECORDED, plain, small


def latents(run: Run, seed: object) -> set[tuple[float, ...]]:
    drawn = sampling.sample(run.task_family, seed, 50, 2, 2, all_dials(run))
    return {tuple(row) for row in drawn.latent.numpy().tolist()}


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in RECORDED])
def test_no_task_that_measures_is_ever_trained_on(name: str) -> None:
    streams = [sampling.frozen_seed(stream) for stream in (sampling.VALIDATION, sampling.TEST)]
    for seed in (0, 1, 20_170_309, SEED_LIMIT):
        streams += [sampling.training_seed(np.int32(seed), block) for block in (-1, 0, 1, 2, 1_000_000)]
    drawn = [latents(small(name), stream) for stream in streams]
    assert len(set.union(*drawn)) == 50 * len(streams), "every stream has tasks of its own"


@pytest.mark.parametrize("name", RECORDED)
def test_no_recorded_task_that_measures_is_ever_trained_on(name: str) -> None:
    run = small(name)
    family, dials = run.task_family, all_dials(run)
    frozen = [draw(family, 4, dials).latent.numpy() for draw in (sampling.validation_tasks, sampling.new_tasks)]
    streams = [sampling.training_seed(np.int32(seed), block) for seed in (0, 1) for block in (-2, -1, 0, 7)]
    trained = [sampling.sample(family, stream, 200, 2, 2, dials).latent.numpy() for stream in streams]
    validation, test, training = (set(np.unique(latents)) for latents in (*frozen, np.concatenate(trained)))
    assert training and not training & test and not validation & test and not training & validation


def test_another_number_of_tasks_or_points_keeps_the_tasks() -> None:
    family, dials = small().task_family, dial_tensors(small())
    one, more = (plain(sampling.pool(family, np.int32(3), shots, 5, dials)) for shots in (4, 7))
    assert one.latent.shape[0] == sampling.POOL_SIZE
    np.testing.assert_array_equal(one.latent, more.latent)


def test_the_pool_is_large_enough_for_every_number_of_tasks() -> None:
    tasks = {dial.name: dial for dial in small().dials}["tasks"]
    assert tasks.high <= sampling.POOL_SIZE


def test_take_picks_whole_tasks_in_order() -> None:
    pool = plain(sampling.pool(small().task_family, np.int32(3), 4, 5, dial_tensors(small())))
    taken = plain(sampling.take(pool, np.array([2, 0])))
    for whole, part in ((pool.support.x, taken.support.x), (pool.query.y, taken.query.y), (pool.latent, taken.latent)):
        np.testing.assert_array_equal(part, whole[[2, 0]])

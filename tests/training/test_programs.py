"""Programs: which tasks a step gets, and what a run shares with another."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.run import Run
from metacore.training import programs
from metacore.training.programs import AGAIN, BLOCK, dial_tensors, in_use, of_program, program
from metacore.types import Episode
from tests.examples import TASKS, plain, small


def block(run: Run, number: int) -> Episode:
    return plain(program(run).draw(np.int32(number), dial_tensors(run)))


def test_an_endless_stream_never_repeats_a_task() -> None:
    drawn = [block(small(), number) for number in (0, 1, 2)]
    assert drawn[0].support.x.shape == (BLOCK, TASKS, 4, 2) and drawn[0].query.y.shape == (BLOCK, TASKS, 5, 1)
    rows = np.concatenate([one.latent.reshape(-1, 3) for one in drawn])
    assert len(np.unique(rows, axis=0)) == len(rows) == 3 * BLOCK * TASKS


@pytest.mark.parametrize("tasks", [1, 2, 5, 7, 200])
def test_a_pool_is_gone_through_in_turn_without_a_gap_between_blocks(tasks: int) -> None:
    run = small(tasks=tasks)
    pool = plain(sampling.pool(run.task_family, np.int32(run.seed), run.shots, run.queries, dial_tensors(run)))
    for number in (0, 1, 2, 1000):
        turn = (number * BLOCK * TASKS + np.arange(BLOCK * TASKS)) % tasks
        found = block(run, number)
        np.testing.assert_array_equal(found.latent.reshape(-1, 3), pool.latent[turn])
        np.testing.assert_array_equal(found.support.y.reshape(-1, 4, 1), pool.support.y[turn])


def test_very_late_blocks_stay_within_the_pool() -> None:
    run = small(tasks=200)
    pool = plain(sampling.pool(run.task_family, np.int32(run.seed), run.shots, run.queries, dial_tensors(run)))
    known = {tuple(row) for row in pool.latent[:200].tolist()}
    assert {tuple(row) for row in block(run, 10_000_000).latent.reshape(-1, 3).tolist()} <= known


def test_the_seed_and_the_noise_reach_the_tasks() -> None:
    one, other, noisy = (block(small(**change), 0) for change in ({}, {"seed": 2}, {"noise": 0.5}))
    assert not np.array_equal(one.latent, other.latent)
    assert np.array_equal(one.latent, noisy.latent) and not np.array_equal(one.support.y, noisy.support.y)


def test_dials_that_move_are_numbers_and_those_that_shape_are_not_among_them() -> None:
    run = small()
    tensors = dial_tensors(run)
    assert {"alpha", "beta", "noise", "seed", "tasks"} <= set(tensors)
    assert not {dial.name for dial in run.dials if dial.shapes} & set(tensors)
    assert all(value.dtype in (np.float32, np.int32) and value.shape == () for value in tensors.values())
    assert set(program(run).dials(tensors)) == set(tensors) | {dial.name for dial in run.dials if dial.shapes}


def test_runs_share_a_program_exactly_where_nothing_shapes_it() -> None:
    run = small()
    assert program(run) is program(run.replace(alpha=0.9, noise=0.2, seed=5, ensemble="vote"))
    assert program(run) is not program(run.replace(shots=5))
    assert program(run) is not program(run.replace(tasks=5)) is program(run.replace(tasks=9))


def test_another_base_learner_needs_no_other_program() -> None:
    run = small()
    forest = run.replace(learner="random_forest", trees=7)
    assert program(forest) is program(run) and dial_tensors(forest) == dial_tensors(run)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time that programs go by, ``clock.now``; none has been used before."""
    for name in ("_asked", "_programs"):
        monkeypatch.setattr(programs, name, {})
    clock = SimpleNamespace(now=100.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(programs, "time", clock)
    return clock


def test_a_program_that_nobody_asks_for_any_more_is_left_over(clock: SimpleNamespace) -> None:
    three, four = small("linear", shots=3), small("linear", shots=4)
    made = in_use()[1]
    for run in (three, four, three.replace(alpha=0.9)):
        program(run)
    clock.now += AGAIN - 1
    assert in_use() == ([three.replace(alpha=0.9), four], made)
    clock.now += 2
    program(four)
    assert in_use() == ([four], made + 1)


def test_programs_are_kept_while_there_is_memory_and_then_the_newest(
    clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = SimpleNamespace(held=lambda: 0, large=lambda: 100)
    monkeypatch.setattr(programs, "memory", held)
    runs = [small("linear", shots=shots) for shots in range(1, 6)]
    first = [program(run) for run in runs]
    clock.now += AGAIN + 1
    assert [program(run) for run in runs] == first
    held.held = lambda: 81
    program(small("linear", shots=20))
    assert [program(run) for run in runs] == first, "all are in use"
    clock.now += AGAIN + 1
    program(runs[0])
    last = program(small("linear", shots=21))
    assert list(programs._programs.values())[-2:] == [first[0], last] and program(small("linear", shots=20))
    assert program(runs[2]) is first[2] and program(small("linear", shots=20)) not in first


def test_what_belongs_to_a_program_is_made_once_and_goes_with_it(clock: SimpleNamespace) -> None:
    made = []

    @of_program
    def numbered(code: programs.Program, which: int) -> tuple[programs.Program, int]:
        made.append(which)
        return code, which

    code, other = program(small(shots=3)), program(small(shots=4))
    assert numbered(code, 1) is numbered(code, 1) == (code, 1)
    assert numbered(code, 2) == (code, 2) and numbered(other, 1) == (other, 1) and made == [1, 2, 1]
    code, here = other, weakref.ref(code)
    programs._programs.clear()
    gc.collect()
    assert here() is None

"""Cells that train together: the numbers of each one's own run, however cut, and whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.evaluation.measuring import measure
from metacore.run import Run
from metacore.studies.sweep import cell_programs, work
from metacore.studies.sweep.cell_programs import cell_program
from metacore.studies.sweep.work import Cells, next_check
from metacore.training import engine, programs
from metacore.training.engine import Budget
from metacore.training.programs import program
from tests.examples import arrays, close, small, uncompiled

RATES = [small(alpha=alpha, beta=beta) for alpha in (0.05, 0.3) for beta in (0.003, 0.02)]
STEPS = 40


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with uncompiled():
        yield


def trained(runs: Sequence[Run], *stops: float, steps: int = STEPS) -> Cells:
    now = work.init(runs)
    for seconds in stops or (float("inf"),):
        now, _ = work.advance(runs, now, steps, seconds)
    return now


def alike(runs: Sequence[Run], now: Cells, tolerance: float = 1e-4) -> None:
    """Every cell holds the parameters and moments of its own run."""
    for place, run in enumerate(runs):
        alone = engine.advance(run, engine.init(run), Budget(now.step)).state
        for name in ("params", "first", "second"):
            for one, all_of_them in zip(arrays(getattr(alone, name)), arrays(getattr(now, name)), strict=True):
                np.testing.assert_allclose(all_of_them[place], one, rtol=tolerance, atol=tolerance)


def test_a_cell_has_the_numbers_of_its_own_run() -> None:
    now = trained(RATES)
    alike(RATES, now)
    verdict = work.judge(RATES, now)
    for place, run in enumerate(RATES):
        alone = engine.advance(run, engine.init(run), Budget(STEPS)).state
        np.testing.assert_allclose(verdict.metric[place], measure(run, alone)["after"], atol=0.021)  # one point of 50
        assert verdict.metric[place].mean() == pytest.approx(measure(run, alone)["after"].mean(), abs=1e-4)
        assert now.loss[-1, place] == pytest.approx(alone.validation[-1], rel=1e-4)
    assert len({float(verdict.loss[place].mean()) for place in range(4)}) == 4, "the cells do differ"


def test_recorded_tasks_are_judged_on_those_that_were_held_back() -> None:
    runs = [small("digits", alpha=alpha, hidden=(8,)) for alpha in (0.05, 0.3)]
    now = trained(runs)
    verdict = work.judge(runs, now)
    for place, run in enumerate(runs):
        alone = engine.advance(run, engine.init(run), Budget(STEPS)).state
        np.testing.assert_allclose(verdict.metric[place], measure(run, alone)["after"], atol=0.021)
        assert now.loss[-1, place] == pytest.approx(alone.validation[-1], rel=1e-3)


def test_cells_that_draw_other_tasks_have_their_own() -> None:
    runs = [small(tasks=tasks, noise=noise, seed=seed, weights=3) for tasks, noise, seed in
            ((3, 0.0, 1), (7, 0.0, 1), (7, 0.3, 1), (7, 0.3, 2))]  # fmt: skip
    alike(runs, trained(runs))


def test_the_numbers_do_not_depend_on_how_training_is_cut() -> None:
    whole, cut = trained(RATES), trained(RATES, *[0.0] * 30)
    assert whole.step == cut.step == STEPS
    for one, other in zip(arrays(whole), arrays(cut), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_validation_tasks_are_measured_on_the_way() -> None:
    now = trained(RATES)
    expected = [0]
    while expected[-1] < STEPS:
        expected.append(next_check(expected[-1], STEPS))
    assert now.checked.tolist() == expected and now.loss.shape == (len(expected), len(RATES))
    assert np.isfinite(now.loss).all() and now.metric[-1].min() < now.metric[0].min()


def test_a_cell_that_diverges_rests_and_the_others_do_not_notice() -> None:
    calm = [small("sinusoid", alpha=alpha, beta=0.001) for alpha in (0.01, 0.05)]
    wild = small("sinusoid", alpha=10.0, beta=1.0)
    runs = [calm[0], wild, calm[1]]
    now = trained(runs, steps=60)
    assert now.diverged.tolist() == [False, True, False]
    alone = engine.advance(wild, engine.init(wild), Budget(60)).state
    assert alone.diverged and 0 < now.reached[1] < 60
    assert abs(int(now.reached[1]) - alone.step) <= 1, "rounding may blow up one step sooner"
    assert all(np.isfinite(array[1]).all() for array in arrays(now.params))
    without = trained(calm, steps=60)
    for one, other in zip(arrays(without.params), arrays(now.params), strict=True):
        np.testing.assert_allclose(other[[0, 2]], one, rtol=1e-5, atol=1e-6)


def test_nothing_is_trained_on_once_all_have_diverged() -> None:
    runs = [small("sinusoid", alpha=10.0, beta=1.0, seed=seed) for seed in (1, 2)]
    now = trained(runs, steps=2000)
    assert now.step == 2000 and now.diverged.all() and now.reached.max() < 1000


def test_cells_that_train_count_as_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    trained(RATES)
    monkeypatch.setattr(programs, "_asked", {})
    trained(RATES)
    assert programs.in_use()[0] == [RATES[0]]


def test_neither_a_step_nor_a_moved_dial_traces_anew() -> None:
    code = cell_program(program(RATES[0]))
    trained(RATES)
    before = code.train.inner.experimental_get_tracing_count()
    trained([run.replace(alpha=0.2 + place / 10) for place, run in enumerate(RATES)])
    assert code.train.inner.experimental_get_tracing_count() == before


def test_a_plain_graph_agrees_with_the_compiled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = trained(RATES)
    unfused = partial(tf.function, jit_compile=True, autograph=False)
    monkeypatch.setattr(cell_programs, "compiled", lambda function, _: unfused(function))
    monkeypatch.setattr(programs, "_programs", {})
    close(trained(RATES)[:-1], plain[:-1], 1e-4)

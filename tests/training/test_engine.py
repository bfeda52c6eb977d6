"""The engine: what a call of ``advance`` does and where it stops."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.run import Run
from metacore.training import engine
from metacore.training.curve import next_checkpoint
from metacore.training.engine import Budget, State, advance, init
from metacore.training.programs import BLOCK, dial_tensors, program
from tests import reference
from tests.examples import arrays, small

WILD: dict[str, Any] = {"alpha": 10.0, "beta": 1.0}


def trained(run: Run, stop: int, state: State | None = None) -> State:
    return advance(run, state or init(run), Budget(stop)).state


def test_initial_states_follow_their_weights_seed() -> None:
    one, same, other = (arrays(init(small(weights=seed)).params) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])
    assert all((a == 0).all() for a in arrays(init(small()).first) + arrays(init(small()).second))


@pytest.mark.parametrize("start", [0, 126])
def test_steps_are_adam_on_the_meta_gradient_of_the_drawn_tasks(start: int) -> None:
    run = small("sinusoid")
    before, after, dials, code = trained(run, start), trained(run, start + 4), dial_tensors(run), program(run)
    params = tf.nest.map_structure(tf.constant, before.params)
    papers = [reference.Adam(a.shape, run.beta) for a in arrays(params)]
    for paper, first, second in zip(papers, arrays(before.first), arrays(before.second), strict=True):
        paper.m, paper.v, paper.t = first, second, start
    for step in range(start, start + 4):
        drawn = code.draw(np.int32(step // BLOCK), dials)
        episode = tf.nest.map_structure(lambda a, at=step % BLOCK: a[at], drawn)
        loss, slopes = run.method.meta_gradient(code.problem, params, episode, code.dials(dials))
        assert np.isclose(after.training.points[step], loss, rtol=1e-4)
        moved = [paper.step(a, g) for paper, a, g in zip(papers, arrays(params), arrays(slopes), strict=True)]
        params = tf.nest.pack_sequence_as(params, [tf.constant(a, tf.float32) for a in moved])
    for found, expected in zip(arrays(after.params), arrays(params), strict=True):
        np.testing.assert_allclose(found, expected, atol=2e-4)


def test_training_crosses_blocks_as_if_there_were_none() -> None:
    whole = trained(small("sinusoid"), 300)
    parts = trained(small("sinusoid"), 100)
    for stop in (128, 129, 256, 300):
        parts = trained(small("sinusoid"), stop, parts)
    for a, b in zip(arrays(whole), arrays(parts), strict=True):
        np.testing.assert_array_equal(a, b)
    assert len(whole.training.points) * whole.training.width + len(whole.training.rest) == 300


def test_training_lowers_the_validation_loss() -> None:
    state = trained(small("linear", beta=0.03), 300)
    assert state.validation[-1] < 0.9 * state.validation[0]


def test_held_out_tasks_are_measured_at_every_checkpoint_and_agree_with_a_loop() -> None:
    run = small("sinusoid")
    state = trained(run, 20)
    assert state.checked.tolist() == [0, next_checkpoint(0), next_checkpoint(8)] and len(state.validation) == 3
    at = trained(run, next_checkpoint(8))
    held_out = sampling.sample(
        run.task_family, sampling.frozen_seed(sampling.VALIDATION), 200, run.shots, 50, dial_tensors(run)
    )
    network, losses = [(w.astype(float), b.astype(float)) for w, b in at.params], []
    for task in range(200):
        (x, y), (asked, truth) = ((b.x[task].numpy(), b.y[task].numpy()) for b in held_out[:2])
        problem = run.problem
        adapted = reference.descend(problem, network, x, y, run.alpha, run.inner_steps)
        losses.append(reference.loss(problem, adapted, asked, truth))
    assert np.isclose(state.validation[-1], np.mean(losses), rtol=1e-4)


def test_a_call_never_goes_past_its_budget_and_never_back() -> None:
    run = small()
    state = trained(run, 5)
    assert state.step == 5 and trained(run, 5, state).step == 5 and trained(run, 3, state).step == 5
    assert 1 < advance(run, init(run), Budget(10_000, seconds=0.0)).state.step <= 8
    slow = Budget(10_000, seconds=0.0, pace=0.5)
    assert advance(run, init(run), slow).state.step == 1, "where a step is known to take long, it is one"


def test_a_state_is_not_changed_by_advancing_it_and_travels() -> None:
    run = small()
    state = trained(run, 5)
    kept = pickle.loads(pickle.dumps(state))
    trained(run, 30, state)
    for a, b in zip(arrays(state), arrays(kept), strict=True):
        np.testing.assert_array_equal(a, b)
    one, other = (trained(run, 12, start) for start in (state, kept))
    assert all(np.array_equal(a, b) for a, b in zip(arrays(one), arrays(other), strict=True))


def test_only_the_first_call_pays_for_compiling() -> None:
    advance(small(), init(small()), Budget(1))
    assert advance(small(), init(small()), Budget(1)).compile_seconds == 0


def test_a_plateau_ends_a_run_that_asks_for_it_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "has_levelled_off", lambda steps, losses: steps[-1] >= 24)
    asked, other = (advance(small(), init(small()), Budget(60, stop_on_plateau=stop)).state for stop in (True, False))
    assert (asked.step, asked.levelled) == (24, True) and (other.step, other.levelled) == (60, False)


def test_a_run_that_diverges_stops_at_its_last_finite_state() -> None:
    run = small("sinusoid", **WILD)
    state = trained(run, 3000)
    assert state.diverged and 0 < state.step < 3000
    for a in arrays((state.params, state.first, state.second, state.training, state.validation)):
        assert np.isfinite(a).all()
    assert len(state.training.points) * state.training.width + len(state.training.rest) == state.step
    assert trained(run, state.step + 1, state).step == state.step, "one step further is not finite"


def test_where_a_run_diverges_does_not_depend_on_how_it_is_cut() -> None:
    run = small("sinusoid", **WILD)
    whole, parts = trained(run, 3000), init(run)
    while not parts.diverged:
        parts = trained(run, parts.step + 7, parts)
    for a, b in zip(arrays(whole), arrays(parts), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_diverged_run_carries_on_once_the_dials_are_tame() -> None:
    run = small("sinusoid", **WILD)
    state = trained(run, 3000)
    tame = trained(run.replace(alpha=0.0, beta=0.0), state.step + 3, state)
    assert not tame.diverged and tame.step == state.step + 3


def test_one_task_in_the_pool_is_learned_by_heart() -> None:
    state = trained(small("sinusoid", tasks=1, beta=0.03, alpha=0.0), 400)
    drawn = program(small("sinusoid", tasks=1)).draw(np.int32(0), dial_tensors(small("sinusoid", tasks=1)))
    assert len(np.unique(np.asarray(drawn.latent).reshape(-1, 2), axis=0)) == 1
    losses = state.training.points
    assert np.isfinite(losses).all() and losses[-10:].mean() < 0.5 * losses[:10].mean()

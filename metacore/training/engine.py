"""The engine: a pure function of immutable state. ``init``, ``advance``; ``observe`` looks at what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.run import Run
from metacore.training.curve import Curve, extend, has_levelled_off, next_checkpoint
from metacore.training.programs import BLOCK, Way, dial_tensors, program
from metacore.types import Dials, Episode, Params

ENDLESS = 100_000_000  # more steps than any run takes


class State(NamedTuple):
    """All that training needs to carry on, NumPy only."""

    step: int
    params: Params
    first: Params
    second: Params
    training: Curve
    checked: np.ndarray  # steps at which the validation tasks were measured
    validation: np.ndarray  # their loss there
    diverged: bool = False
    levelled: bool = False
    draft: Draft | None = None  # where no compiled program has been here yet


class Draft(NamedTuple):
    """How a state came about that was shown before its program was compiled, so that it can be gone through again.

    ``record`` is the last state of the compiled program; the way from there followed each of some runs up to a step.
    """

    record: State
    legs: tuple[tuple[Run, int], ...] = ()


class Budget(NamedTuple):
    """How far one call goes: until ``step`` at most, for about ``seconds``; and whether to stop on a plateau.

    ``pace``: how many seconds a step has been seen to take, if any has; so that not even the first few take too long.
    """

    step: int
    seconds: float = float("inf")
    stop_on_plateau: bool = False
    pace: float = 0.0


class Advance(NamedTuple):
    """What a call brought: the new state, and the seconds that training took, compiling aside."""

    state: State
    seconds: float
    compile_seconds: float


def init(run: Run) -> State:
    """The state before the first step.

    >>> init(Run.parse("family=linear")).step
    0
    """
    params = run.method.init(run.problem, run.hidden, run.weights)
    zeros = _each(np.zeros_like, params)
    return State(0, params, zeros, zeros, Curve(), np.zeros(0, np.int64), np.zeros(0, np.float32))


def advance(run: Run, state: State, budget: Budget) -> Advance:
    """Trains on from ``state``; the same run gives the same numbers however the steps are cut into calls.

    Stops early at the last finite state (``diverged``) or where the curve has levelled off (``levelled``). A draft is
    gone through again first, which takes the compiled program an instant.
    """
    compile_seconds = warm_up(run, state)
    now, legs = (state.draft.record, state.draft.legs) if state.draft else (state, ())
    for leg, step in legs:
        now, seconds = follow(program(leg).fast, leg, now, budget._replace(step=step, seconds=float("inf")))
        if now.diverged or now.levelled:
            return Advance(now, seconds, compile_seconds)
    return Advance(*follow(program(run).fast, run, now, budget), compile_seconds)


def follow(way: Way, run: Run, state: State, budget: Budget) -> tuple[State, float]:
    """Trains on from ``state`` by ``way``; the new state and the seconds that took."""
    dials = dial_tensors(run)
    started = time.monotonic()
    step, live = state.step, (state.params, state.first, state.second)
    checked, validation, losses = list(state.checked), list(state.validation), []
    resting = state.step >= budget.step
    diverged, levelled = resting and state.diverged, resting and state.levelled
    block = -1
    if not checked:
        checked, validation = [0], [float(way.validate(state.params, dials))]
    while step < budget.step and not diverged and not levelled:
        if block != step // BLOCK:
            block = step // BLOCK
            drawn = way.draw(np.int32(block), dials)
        spent, done = time.monotonic() - started, step - state.step
        few = _in_time(budget.seconds - spent, spent / done if done else budget.pace) or way.few
        stop = min(budget.step, next_checkpoint(step), (block + 1) * BLOCK, step + few)
        reached, live, fresh = _finite_steps(way, live, step, stop, drawn, dials)
        losses.append(fresh)
        step, diverged = reached, reached < stop
        if step == next_checkpoint(step - 1) and not diverged:
            checked, validation = [*checked, step], [*validation, float(way.validate(live[0], dials))]
            levelled = budget.stop_on_plateau and has_levelled_off(np.array(checked), np.array(validation))
        if time.monotonic() - started >= budget.seconds:
            break
    params, first, second = (_each(np.asarray, nest) for nest in live)
    curve = extend(state.training, np.concatenate([np.zeros(0, np.float32), *losses]))
    held_out = np.array(checked), np.array(validation, np.float32)
    return State(step, params, first, second, curve, *held_out, diverged, levelled), time.monotonic() - started


def _in_time(left: float, pace: float) -> int:
    """How many further steps end in the seconds that are ``left``, going by their ``pace``; 0 where none is known."""
    if left == float("inf"):
        return BLOCK
    return max(1, int(min(left / pace, BLOCK))) if pace else 0


def _finite_steps(way: Way, live: tuple, step: int, stop: int, drawn: Episode, dials: Dials) -> tuple:
    """Trains from ``step`` to ``stop``, or to the last step whose loss and weights are finite: (reached, live, losses).

    Steps are redone up to the fault rather than checked one by one, which would make every finite run slower.
    """
    reached, _, *moved, losses = way.train(*live, np.int32(step), np.int32(stop), drawn, dials)
    losses = losses.numpy()[step % BLOCK : step % BLOCK + int(reached) - step]
    if not all(np.isfinite(losses)) or not all(np.isfinite(a).all() for a in tf.nest.flatten(moved)):
        if stop - step <= 1:
            return step, live, losses[:0]
        half = step + (stop - step) // 2
        reached, live, losses = _finite_steps(way, live, step, half, drawn, dials)
        if reached < half:
            return reached, live, losses
        reached, live, more = _finite_steps(way, live, half, stop, drawn, dials)
        return reached, live, np.concatenate([losses, more])
    return stop, tuple(moved), losses


def warm_up(run: Run, state: State) -> float:
    """Compiles what training needs where that has not happened yet; the seconds that took."""
    code, dials = program(run), dial_tensors(run)
    started = time.monotonic()
    with code.lock:
        if code.ready:
            return 0.0
        none = np.int32(0)
        code.train(state.params, state.first, state.second, none, none, code.draw(none, dials), dials)
        code.validate(state.params, dials)
        code.ready = True
    return time.monotonic() - started


def _each(function: Callable[[Any], Any], nest: Params) -> Params:
    """``function`` at every array of ``nest``, without TensorFlow, which need not be there yet."""
    if isinstance(nest, dict):
        return {key: _each(function, value) for key, value in nest.items()}
    if isinstance(nest, list | tuple):
        return type(nest)(_each(function, value) for value in nest)
    return function(nest)

"""Training that starts at once: on drafts, until the compiled program is ready.

A draft takes the same steps without a compiler and agrees with the record to the rounding of float32. It is shown and
then gone through again, so that what a run ends with never depends on how long compiling took.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from metacore.compiling.background import BACKGROUND, within
from metacore.run import Run
from metacore.training.engine import Advance, Budget, Draft, State, advance, follow, warm_up
from metacore.training.programs import program

PATIENCE = 0.2  # seconds that a call without further steps gives the compiler

Prepare = Callable[[Run, State], Any]  # has ready what training takes, and what goes with it


def advance_at_once(run: Run, state: State, budget: Budget, prepare: Prepare = warm_up) -> Advance:
    """Trains on from ``state`` as ``advance`` does, but never waits for a compiler: drafts until ``prepare`` is done.

    Whether a run diverges or levels off is said by the compiled program alone.
    """
    code = program(run)
    if code.ready:
        return advance(run, state, budget)
    new, seconds = follow(code.slow, run, state, budget._replace(stop_on_plateau=False))
    compiling = preparing(run, state, prepare)
    resting = new.step == state.step and state.draft is not None
    if new.diverged or within(compiling, PATIENCE if resting else 0):
        return advance(run, state, budget)
    return Advance(new._replace(draft=_extended(run, state, new.step)), seconds, 0.0)


def prepared(run: Run, state: State, prepare: Prepare) -> bool:
    """Whether the compiled program is there; where it is not, ``prepare`` is asked for."""
    return program(run).ready or within(preparing(run, state, prepare), 0)


def preparing(run: Run, state: State, prepare: Prepare) -> Future[Any]:
    """Has ``prepare`` done beside the calls of a worker, once for all runs of one program."""
    return BACKGROUND.soon(program(run), partial(prepare, run, state))


def _extended(run: Run, state: State, step: int) -> Draft:
    record, legs = state.draft or Draft(state)
    if legs and legs[-1][0] == run:
        legs = legs[:-1]
    return Draft(record, (*legs, (run, step)))

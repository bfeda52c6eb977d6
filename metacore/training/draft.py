"""Training that starts at once: on drafts, until the compiled program is ready.

A draft takes the same steps without a compiler and agrees with the record to the rounding of float32. It is shown and
then gone through again, so that what a run ends with never depends on how long compiling took.
"""

from __future__ import annotations

from functools import partial

from metacore.compiling.background import BACKGROUND, within
from metacore.run import Run
from metacore.training.engine import Advance, Budget, Draft, State, advance, follow, warm_up
from metacore.training.programs import program

PATIENCE = 0.2  # seconds that a call without further steps gives the compiler


def advance_at_once(run: Run, state: State, budget: Budget) -> Advance:
    """Trains on from ``state`` as ``advance`` does, but never waits for a compiler: drafts meanwhile.

    Whether a run diverges or levels off is said by the compiled program alone.
    """
    code = program(run)
    if code.ready:
        return advance(run, state, budget)
    new, seconds = follow(code.slow, run, state, budget._replace(stop_on_plateau=False))
    compiling = BACKGROUND.soon(code, partial(warm_up, run, state))
    resting = new.step == state.step and state.draft is not None
    if new.diverged or within(compiling, PATIENCE if resting else 0):
        return advance(run, state, budget)
    return Advance(new._replace(draft=_extended(run, state, new.step)), seconds, 0.0)


def prepared(run: Run, state: State) -> bool:
    """Whether the compiled program is there, which is asked for where it is not."""
    code = program(run)
    return code.ready or within(BACKGROUND.soon(code, partial(warm_up, run, state)), 0)


def _extended(run: Run, state: State, step: int) -> Draft:
    record, legs = state.draft or Draft(state)
    if legs and legs[-1][0] == run:
        legs = legs[:-1]
    return Draft(record, (*legs, (run, step)))

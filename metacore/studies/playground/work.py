"""One update of the live page, as it runs on a worker: train for a while, then look."""

from __future__ import annotations

import time
from typing import NamedTuple

from metacore.evaluation.measuring import Snapshot, View, observe
from metacore.run import Run
from metacore.training.draft import advance_at_once
from metacore.training.engine import Budget, State

UPDATE = 0.22  # seconds: a little more than four updates a second
FIRST = 0.08  # of training, where someone waits for an answer


class Update(NamedTuple):
    """What comes back: the new state, what it looks like, and the seconds that training and looking took."""

    run: Run
    state: State
    snapshot: Snapshot
    seconds: float
    looking: float


def train_and_look(run: Run, state: State, budget: Budget, view: View) -> Update:
    """Trains from ``state`` within ``budget`` and observes; with a budget of no steps it only observes.

    Never waits for a compiler: the state may be a draft.
    """
    new, seconds, _ = advance_at_once(run, state, budget)
    started = time.monotonic()
    snapshot = observe(run, new, view, at_once=True)
    return Update(run, new, snapshot, seconds, time.monotonic() - started)


def next_update(run: Run, before: Update | State, stops: bool, view: View) -> Update:
    """The update after ``before`` at the pace of the page; the same update again where training has ended.

    Training and looking take ``UPDATE`` together, unless looking takes most of that: then training gets as long.
    """
    if isinstance(before, State):
        return train_and_look(run, before, _pace(before, FIRST, stops), view)
    if before.state.diverged or (before.state.levelled and stops):
        return before
    return train_and_look(
        run, before.state, _pace(before.state, max(UPDATE - before.looking, before.looking), stops), view
    )


def _pace(state: State, seconds: float, stops: bool) -> Budget:
    """So few steps at the start that learning, which is fastest there, is seen and not only its end."""
    return Budget(8 + round(1.2 * state.step), seconds, stops)

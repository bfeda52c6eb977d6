"""One update of the live page, as it runs on a worker: train for a while, then look."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from metacore.compiling.background import BACKGROUND
from metacore.evaluation.measuring import Pictures, Scores, View, look, score
from metacore.run import Run
from metacore.training.draft import advance_at_once, prepared, preparing
from metacore.training.engine import Budget, State, init, warm_up

UPDATE = 0.22  # seconds: a little more than four updates a second
FIRST = 0.08  # of training, where someone waits for an answer
LEAST, GROWTH = 8, {"natural": 0.03, "full": 0.2}  # steps of an update, see ``latest``
LINE = 3  # programs that wait, and one run needs two; where there are more, there is a draft to look at, and no second


@dataclass(frozen=True, eq=False)
class Update:
    """A state, and what is known of it: ``pictures`` of what was asked for, and the ``scores``, of an earlier step.

    How long did it take? Training its last ``steps`` the ``seconds``, drawing the time for ``looking``, and measuring,
    whenever that was last done, the time for ``scoring``. ``made``: when it was computed, in seconds since 1970.
    """

    run: Run
    state: State
    scores: Scores | None = None
    pictures: Mapping[View, Pictures] = field(default_factory=dict)
    steps: int = 0
    seconds: float = 0.0
    looking: float = 0.0
    scoring: float = 0.0
    made: float = 0.0

    @property
    def bare(self) -> Update:
        """What another update begins with."""
        return replace(self, pictures={})

    @property
    def current(self) -> bool:
        """Whether its scores are those of its state, which is final."""
        return self.scores is not None and self.scores.step == self.state.step and self.state.draft is None


class Ask(NamedTuple):
    """What an update is to be: which ``views`` are drawn, how long it takes, whether tasks are ``scored`` anew.

    ``drafts``: whether there is one before the program is compiled. ``stops``: whether training ends on a plateau.
    ``tempo``: how many steps it may take.
    """

    views: tuple[View, ...]
    seconds: float
    scored: bool
    drafts: bool = True
    stops: bool = True
    tempo: str = "natural"


def at_step(before: Update, step: int, *views: View) -> Update:
    """The update at ``step`` after ``before``, or before it where training ends; all of it is measured.

    Never waits for a compiler: the state may be a draft.
    """
    known = before.current and before.state.step == step
    return _update(before, Budget(step), Ask(views, 0, scored=not known))


def next_update(before: Update, ask: Ask) -> Update:
    """The update after ``before`` at the pace of the page; the same update again where there is none.

    Training and drawing take ``ask.seconds`` together, unless drawing takes most of that: then training gets as long.
    """
    state = before.state
    if state.diverged or (state.levelled and ask.stops):
        return before
    drafts = ask.drafts and (not state.step or BACKGROUND.line <= LINE)
    if not drafts and not prepared(before.run, state, _prepare):
        return before
    seconds = max(ask.seconds - before.looking, before.looking) if before.looking else FIRST
    pace = before.seconds / before.steps if before.steps > 0 else 0.0
    return _update(before, Budget(latest(state.step, ask.tempo), seconds, ask.stops, pace), ask)


def latest(step: int, tempo: str = "natural") -> int:
    """How far an update may be from the one at ``step``: little at first, where learning is fastest and to be seen.

    >>> latest(0), latest(1000), latest(1000, "full")
    (8, 1038, 1208)
    """
    return step + LEAST + round(GROWTH[tempo] * step)


def get_ready(runs: Sequence[Run], seconds: float = 0) -> None:
    """Loads TensorFlow into a worker and compiles there what updates of ``runs`` take; waits so many ``seconds``."""
    wait([preparing(run, init(run), _prepare) for run in runs], seconds)


def _prepare(run: Run, state: State) -> None:
    """Has ready what an update takes. Drawing comes first: it serves drafts too, which end when training is ready."""
    look(run, state, View())
    warm_up(run, state)


def _update(before: Update, budget: Budget, ask: Ask) -> Update:
    run, (state, seconds, _) = before.run, advance_at_once(before.run, before.state, budget, _prepare)
    started = time.monotonic()
    pictures = {view: look(run, state, view, at_once=True) for view in ask.views}
    drawn = time.monotonic()
    scores, scoring = before.scores, before.scoring
    if ask.scored or scores is None or state.diverged or (state.levelled and ask.stops):
        scores = score(run, state, at_once=True)
        scoring = time.monotonic() - drawn
    steps = state.step - before.state.step
    return Update(run, state, scores, pictures, steps, seconds, drawn - started, scoring, time.time())

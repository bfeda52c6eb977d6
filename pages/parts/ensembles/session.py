"""One visitor's fusion lab: what has been trained, asked and measured, and the calls that are under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from metacore.cluster import CLUSTER, Pending, result
from metacore.evaluation.measuring import NEW_TASKS
from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.ensembles.candidates import face, learn, try_out
from metacore.studies.ensembles.curves import SHOTS, SIZES, at_known, at_size
from metacore.studies.ensembles.pool_answers import members
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import Fusion, fuse
from metacore.training.engine import Advance, Budget, State, advance, init
from pages.parts.ensembles.trained_through import Contest
from pages.parts.frame.pending_call import Slot, Super
from pages.parts.frame.yardsticks import Measuring

AT_ONCE, TRIED_AT_ONCE = 4, 10  # models asked, and new tasks tried, in one call
MOMENTS, SEEDS = 5, 5  # snapshots and meta-seeds that are combined
CHUNK = 0.4  # seconds of training in one call
Curves = dict[int, dict[str, np.ndarray]]


class Fuser:
    """Trains the meta-learner, has the pool's models asked, and keeps what is drawn up to date with the settings."""

    playing = False  # nothing goes on that could be paused

    def __init__(self, lab: Lab) -> None:
        self._measuring = Measuring()
        self._main, self._extra = Slot(), Slot()  # what the visitor waits for, and what is measured meanwhile
        self._begin(lab, init(lab.run()))

    def _begin(self, lab: Lab, state: State) -> None:
        """Starts from ``state`` of the meta-learner, with everything that depends on it still to come."""
        self.lab, self.state = lab, state
        self.snapshots: list[Any] = []
        self.others: list[State] = []  # the meta-learners of further seeds
        self._coming: State | None = None  # the next of them
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Forgets what the pool's models answered."""
        self.fault = ""
        self.fusion: Fusion | None = None
        self._fused: tuple[Lab, int, bool] | None = None  # the settings, models and seeds that it belongs to
        self.by_known: Curves = {}
        self.by_size: dict[int, Curves] = {}  # for each number of support points
        self.super: Super | None = None
        self.contest: Contest | None = None
        self._parts: list[Pending] = []
        self._main.drop()
        self._extra.drop()

    @property
    def trained(self) -> bool:
        return self._done(self.state)

    def _done(self, state: State) -> bool:
        return state.step >= self.lab.steps or state.diverged

    @property
    def ready(self) -> list[Pending]:
        """The pieces of the pool that have been asked."""
        return [part for part in self._parts if part.status == "finished"]

    @property
    def asked(self) -> int:
        """How many models have been asked."""
        return min(AT_ONCE * len(self.ready), self.lab.members)

    @property
    def complete(self) -> bool:
        """Whether all of the pool has been asked."""
        return bool(self._parts) and len(self.ready) == len(self._parts)

    @property
    def stale(self) -> bool:
        """Whether what is drawn belongs to other settings than those that are set now."""
        return self._fused is not None and self._fused[0] != self.lab

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return not self.fault and (
            self._out_of_date()
            or not self.complete
            or self._next_extra() is not None
            or self._measuring.awaited(self._measured_run())
        )

    def _out_of_date(self) -> bool:
        return self._fused != (self.lab, len(self.ready), len(self.others) == SEEDS - 1)

    @property
    def measured(self) -> Measured | None:
        """The yardsticks at the present number of support points, once they are there."""
        return self._measuring.of(self._measured_run())

    def _measured_run(self) -> Run:
        return self.lab.run().replace(shots=self.lab.known)

    def set(self, **changes: Any) -> None:
        """Changes settings; only what depends on them is done anew."""
        before, self.lab = self.lab, self.lab.replace(**changes)
        self.fault = ""
        if (before.run().training(), before.steps) != (self.lab.run().training(), self.lab.steps):
            self._begin(self.lab, init(self.lab.run()))
        elif before.basis() != self.lab.basis():
            self._ask_anew()
        if before.known != self.lab.known:
            self.super = None

    def enter(self, lab: Lab, state: State | None = None) -> None:
        """Another lab, with a meta-learner that has been trained elsewhere where there is one."""
        self._begin(lab, state or init(lab.run()))

    def measure_super(self) -> None:
        """Has the super learner measured at the present view."""
        self.super = Super()

    def start_contest(self, ensemble: str) -> None:
        """Has training through ``ensemble`` held against training as it is."""
        self.contest = Contest(self.lab.run(), self.state, ensemble)

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = False
        for slot in (self._main, self._extra):
            came, fault = slot.collect()
            fresh, self.fault = fresh or came or bool(fault), self.fault or fault
        if self.fault:
            return fresh
        if self._main.call is None:
            self._ask_main()
        if self.fusion:
            fresh = self._measuring.tick(self._measured_run()) or fresh
        if self._extra.call is None and not self._out_of_date() and (ask := self._next_extra()):
            ask()
        return fresh

    def _ask_main(self) -> None:
        lab = self.lab
        if not self.trained:
            moments = (round(lab.steps * moment / MOMENTS) for moment in range(1, MOMENTS + 1))
            goal = next(moment for moment in moments if moment > self.state.step)
            self._main.ask(self._practised, advance, lab.run(), self.state, Budget(goal, CHUNK))
            return
        if not self._parts:
            params = self.state.params
            pieces = [(start, min(start + AT_ONCE, lab.members)) for start in range(0, lab.members, AT_ONCE)]
            self._parts = [CLUSTER.submit(members, lab, params, *piece, urgent=not piece[0]) for piece in pieces]
        if bad := next((part for part in self._parts if part.status == "error"), None):
            self.fault = result(bad)[1]
        ready = self.ready
        # While models are still coming in, the numbers follow each doubling of what is there.
        awaited = self._fused and self._fused[0] == lab and not self.complete and len(ready) < 2 * self._fused[1]
        if ready and self._out_of_date() and not awaited:
            key = (lab, len(ready), len(self.others) == SEEDS - 1)
            self._main.ask(lambda fusion: self._take_fusion(fusion, key), fuse, lab, ready, self.thetas())

    def _practised(self, found: Advance) -> None:
        self.state = found.state
        moments = [round(self.lab.steps * moment / MOMENTS) for moment in range(1, MOMENTS + 1)]
        if found.state.step in moments:
            self.snapshots.append(found.state.params)

    def _take_fusion(self, fusion: Fusion, key: tuple[Lab, int, bool]) -> None:
        self.fusion, self._fused = fusion, key

    def thetas(self) -> dict[str, list[Any]]:
        """The meta-learner's parameters, those of earlier moments, and those of other seeds once all are there."""
        found = {"adapted": [self.state.params], "snapshots": self.snapshots}
        if len(self.others) == SEEDS - 1:
            found["seeds"] = [self.state.params, *(other.params for other in self.others)]
        return found

    def _next_extra(self) -> Callable[[], None] | None:
        """What is measured while nothing else is to be done, the most telling first."""
        if not self.complete:
            return None
        if self.contest and not self.contest.done:
            take, function, arguments = self.contest.next()
            return lambda: self._extra.ask(take, function, *arguments)
        if self.super and self.super.tried < NEW_TASKS:
            return self._ask_super
        if self.snapshots and len(self.others) < SEEDS - 1:
            return self._ask_seed
        if places := [shots for shots in SHOTS if shots not in self.by_known]:
            return lambda: self._ask_curve(self.by_known, at_known, places[0])
        if sizes := [size for size in self.sizes if size not in self.by_size.get(self.lab.known, {})]:
            return lambda: self._ask_curve(self.by_size.setdefault(self.lab.known, {}), at_size, sizes[0])
        return None

    @property
    def sizes(self) -> list[int]:
        """The numbers of models at which the error is measured."""
        return sorted({*(size for size in SIZES if size <= self.lab.members), self.lab.members})

    def _ask_curve(self, curves: Curves, function: Callable[..., Any], place: int) -> None:
        def take(found: dict[str, np.ndarray]) -> None:
            curves[place] = found

        self._extra.ask(take, function, self.lab, self.ready, self.thetas(), place, urgent=False)

    def _ask_seed(self) -> None:
        run = self.lab.run(len(self.others) + 1)

        def take(found: Advance) -> None:
            done = self._done(found.state)
            self.others, self._coming = [*self.others, *([found.state] if done else [])], None if done else found.state

        self._extra.ask(take, advance, run, self._coming or init(run), Budget(self.lab.steps, CHUNK), urgent=False)

    def _ask_super(self) -> None:
        found, lab, params, ready = self.super, self.lab, self.state.params, self.ready
        assert found
        if found.weights is None:
            self._extra.ask(found.weigh, learn, lab, params, ready)
        elif found.task != lab.task:
            self._extra.ask(lambda fit: found.draw(fit, lab.task), face, lab, params, ready, found.weights)
        else:
            stop = min(found.tried + TRIED_AT_ONCE, NEW_TASKS)
            self._extra.ask(found.trials.append, try_out, lab, params, ready, found.weights, found.tried, stop)

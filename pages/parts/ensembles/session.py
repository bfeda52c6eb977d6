"""One visitor's fusion lab: what has been trained, asked and measured, and the calls that are under way."""

from __future__ import annotations

from typing import Any

from metacore.evaluation.yardsticks import Measured
from metacore.run import Run
from metacore.studies.ensembles.pool_answers import members
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import Fusion, fuse
from metacore.training.engine import Advance, Budget, State, advance, init
from metacore.workers.cluster import CLUSTER, Pending, not_in_line, result
from pages.parts.ensembles.contest import Contest
from pages.parts.ensembles.further import Ask, Asked, Further, Super
from pages.parts.frame.calls import OneCall
from pages.parts.frame.yardsticks import YardstickCalls

AT_ONCE = 4  # models asked in one call
MOMENTS, SEEDS = 5, 5  # snapshots and meta-seeds that are combined
CHUNK = 0.4  # seconds of training in one call


class LabSession:
    """Trains the meta-learner, has the pool's models asked, and keeps what is drawn up to date with the settings."""

    playing = False  # nothing goes on that could be paused

    def __init__(self, lab: Lab) -> None:
        self._measuring = YardstickCalls()
        self._main, self._extra = OneCall(), OneCall()  # what the visitor waits for, and what is measured meanwhile
        self._begin(lab, init(lab.run()))

    def _begin(self, lab: Lab, state: State) -> None:
        """Starts from ``state`` of the meta-learner, with everything that depends on it still to come."""
        self.question, self.state = lab, state
        self.snapshots: list[Any] = []
        self.others: list[State] = []  # the meta-learners of further seeds
        self._coming: State | None = None  # the next of them
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Forgets what the pool's models answered."""
        self.fault = ""
        self.fusion: Fusion | None = None
        self._fused: tuple[Lab, int, bool] | None = None  # the settings, models and seeds that it belongs to
        self.further = Further()
        self._parts: dict[int, Pending] = {}  # by their first model
        self._main.drop()
        self._extra.drop()

    @property
    def trained(self) -> bool:
        return self._done(self.state)

    def _done(self, state: State) -> bool:
        return state.step >= self.question.steps or state.diverged

    @property
    def ready(self) -> list[Pending]:
        """The pieces of the pool that have been asked."""
        return [part for _, part in sorted(self._parts.items()) if part.done() and not part.exception()]

    @property
    def asked(self) -> int:
        """How many models have been asked."""
        return min(AT_ONCE * len(self.ready), self.question.members)

    @property
    def complete(self) -> bool:
        """Whether all of the pool has been asked."""
        return AT_ONCE * len(self.ready) >= self.question.members

    @property
    def stale(self) -> bool:
        """Whether what is drawn belongs to other settings than those that are set now."""
        return self._fused is not None and self._fused[0] != self.question

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
        return self._fused != (self.question, len(self.ready), len(self.others) == SEEDS - 1)

    @property
    def measured(self) -> Measured | None:
        """The yardsticks at the present number of support points, once they are there."""
        return self._measuring.of(self._measured_run())

    def _measured_run(self) -> Run:
        return self.question.run().replace(shots=self.question.known)

    def set(self, **changes: Any) -> LabSession:
        """Changes settings; only what depends on them is done anew."""
        before, self.question = self.question, self.question.replace(**changes)
        self.fault = ""
        if (before.run().training(), before.steps) != (self.question.run().training(), self.question.steps):
            self._begin(self.question, init(self.question.run()))
        elif before.basis() != self.question.basis():
            self._ask_anew()
        if before.known != self.question.known:
            self.further.super = None
        return self

    def enter(self, question: Lab, state: State | None = None) -> LabSession:
        """Another lab, with a meta-learner that has been trained elsewhere where there is one."""
        self._begin(question, state or init(question.run()))
        return self

    def measure_super(self) -> None:
        """Has the super learner measured at the present view."""
        self.further.super = Super()

    def start_contest(self, ensemble: str) -> None:
        """Has training through ``ensemble`` held against training as it is."""
        self.further.contest = Contest(self.question.run(), self.state, ensemble)

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = False
        for call in (self._main, self._extra):
            came, fault = call.collect()
            fresh, self.fault = fresh or came or bool(fault), self.fault or fault
        if self.fault:
            return fresh
        if self._main.call is None:
            self._ask_main()
        if self.fusion:
            fresh = self._measuring.tick(self._measured_run()) or fresh
        if self._extra.call is None and not self._out_of_date() and (ask := self._next_extra()):
            take, function, arguments = ask
            self._extra.ask(take, function, *arguments)
        return fresh

    def rest(self) -> None:
        """Lets go of calls in line: the page was left."""
        self._main.rest()
        self._extra.rest()
        self._parts = not_in_line(self._parts)

    def _ask_main(self) -> None:
        lab = self.question
        if not self.trained:
            moments = (round(lab.steps * moment / MOMENTS) for moment in range(1, MOMENTS + 1))
            goal = next(moment for moment in moments if moment > self.state.step)
            self._main.ask(self._practised, advance, lab.run(), self.state, Budget(goal, CHUNK))
            return
        for start in range(0, lab.members, AT_ONCE):
            if start not in self._parts:
                piece = self.state.params, start, min(start + AT_ONCE, lab.members)
                self._parts[start] = CLUSTER.submit(members, lab, *piece, by=self._main, stays=True)
        if bad := next((part for part in self._parts.values() if part.done() and part.exception()), None):
            self.fault = result(bad)[1]
        ready = self.ready
        # While models are still coming in, the numbers follow each doubling of what is there.
        awaited = self._fused and self._fused[0] == lab and not self.complete and len(ready) < 2 * self._fused[1]
        if ready and self._out_of_date() and not awaited:
            key = (lab, len(ready), len(self.others) == SEEDS - 1)
            self._main.ask(lambda fusion: self._take_fusion(fusion, key), fuse, lab, ready, self.thetas())

    def _practised(self, found: Advance) -> None:
        self.state = found.state
        moments = [round(self.question.steps * moment / MOMENTS) for moment in range(1, MOMENTS + 1)]
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

    def _next_extra(self) -> Ask | None:
        """What is measured while nothing else is to be done, the most telling first."""
        if not self.complete:
            return None
        asked = Asked(self.question, self.ready, self.thetas())
        if wanted := self.further.wanted(asked):
            return wanted
        if self.snapshots and len(self.others) < SEEDS - 1:
            return self._seed()
        return self.further.curves(asked)

    def _seed(self) -> Ask:
        """A further meta-learner, from another seed."""
        run = self.question.run(len(self.others) + 1)

        def take(found: Advance) -> None:
            done = self._done(found.state)
            self.others, self._coming = [*self.others, *([found.state] if done else [])], None if done else found.state

        return take, advance, (run, self._coming or init(run), Budget(self.question.steps, CHUNK))

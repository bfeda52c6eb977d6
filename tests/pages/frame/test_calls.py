"""Calls of a page that is left: those in line are let go, and what runs already is taken in later."""

from __future__ import annotations

from typing import Any

import pytest

from metacore.run import Run
from metacore.studies.compare.question import Race
from metacore.studies.ensembles.question import Lab
from metacore.studies.sweep import runner
from metacore.studies.sweep.question import Sweep
from metacore.studies.transfer.question import Transfer
from metacore.workers.calls import Call
from pages.parts.compare.session import RaceSession
from pages.parts.ensembles.session import LabSession
from pages.parts.frame import calls, yardsticks
from pages.parts.learners.session import SearchSession
from pages.parts.sweep.session import SweepSession
from pages.parts.transfer.session import TransferSession


class Line:
    """A cluster in which nothing ends; every other call runs, and those between wait in line."""

    ready, slots, crowd, silence = True, 3, 1, 0.0

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def submit(self, function: Any, *arguments: Any, by: object, like: object = None, stays: bool = False) -> Call:
        call = Call(function, [*arguments], id(by), id(like), stays)
        if len(self.calls) % 2 == 0:
            call.set_running_or_notify_cancel()
        self.calls.append(call)
        return call


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    made = Line()
    for name in ("compare", "ensembles", "learners", "transfer"):
        monkeypatch.setattr(f"pages.parts.{name}.session.CLUSTER", made)
    for module in (calls, yardsticks):
        monkeypatch.setattr(module, "CLUSTER", made)
    real = runner.Sweeper.__init__
    monkeypatch.setattr(runner.Sweeper, "__init__", lambda self, sweep, *_: real(self, sweep, made))
    return made


def trained() -> LabSession:
    lab = LabSession(Lab.parse("family=linear&members=20"))
    lab.state = lab.state._replace(step=lab.question.steps)
    return lab


SESSIONS = {
    "compare": lambda: RaceSession(Race.parse("methods=maml,joint,fomaml,reptile&family=linear")),
    "sweep": lambda: SweepSession(Sweep.parse("x=shots&xs=1,2,5,10&y=none")),
    "transfer": lambda: TransferSession(Transfer.parse("")),
    "learners": lambda: SearchSession(Run.parse("family=linear&learner=svm")),
    "ensembles": trained,
}


@pytest.mark.parametrize("name", SESSIONS)
def test_calls_in_line_are_let_go_and_asked_again(name: str, line: Line) -> None:
    session: Any = SESSIONS[name]()
    if name != "ensembles":
        session.playing = True
    session.tick()
    asked = [*line.calls]
    assert len(asked) > 1
    session.rest()
    assert [call.cancelled() for call in asked] == [number % 2 == 1 for number in range(len(asked))]
    assert session.busy and (name == "ensembles" or session.playing), "it is found as it was"
    session.tick()
    again = line.calls[len(asked) :]
    assert len(again) == sum(call.cancelled() for call in asked)
    assert {(call.function, str(call.arguments)) for call in again} == {
        (call.function, str(call.arguments)) for call in asked if call.cancelled()
    }

"""Calls on the cluster: one at a time, or several at once, of which the one that is furthest behind goes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from metacore.workers.cluster import CLUSTER, Pending, not_in_line, result

Take = Callable[[Any], object]


@dataclass
class OneCall:
    """One call at a time, and what to do with its answer."""

    call: Pending | None = None
    take: Take | None = None

    def ask(self, take: Take, function: Callable[..., Any], *arguments: Any, like: object = None) -> None:
        """Asks for something, where calls that are ``like`` it run; what was asked before is forgotten."""
        self.take, self.call = take, CLUSTER.submit(function, *arguments, by=self, like=like)

    def collect(self) -> tuple[bool, str]:
        """Whether an answer was taken in, and a line on the fault where there was one."""
        if self.call is None or not self.call.done():
            return False, ""
        call, take = self.call, self.take
        self.drop()
        answer, fault = result(call)
        if answer is None or take is None:
            return False, fault  # a lost worker: asked again at the next tick
        take(answer)
        return True, ""

    def drop(self) -> None:
        """Forgets the call: its answer belongs to other settings."""
        self.call = self.take = None

    def rest(self) -> None:
        """Lets go of the call where it is still in line."""
        if self.call and self.call.cancel():
            self.drop()


@dataclass
class FairQueue:
    """As many calls as the cluster runs, one a lane; by the number of their lane."""

    calls: dict[int, Pending] = field(default_factory=dict)

    def collect(self, take: Callable[[int, Pending], bool]) -> bool:
        """Hands every finished call to ``take``; whether one of them brought something new."""
        done = [number for number, call in self.calls.items() if call.done()]
        news = [take(number, self.calls.pop(number)) for number in done]
        return any(news)

    def fill(self, progress: Callable[[], Iterable[tuple[float, int]]], ask: Callable[[int], Pending]) -> None:
        """Asks for what is furthest behind, of the lanes that ``progress`` names, until all workers have work."""
        while len(self.calls) <= CLUSTER.slots:
            waiting = [(behind, number) for behind, number in progress() if number not in self.calls]
            if not waiting:
                return
            number = min(waiting)[1]
            self.calls[number] = ask(number)

    def rest(self) -> None:
        """Lets go of calls that are still in line; what runs already is taken in later."""
        self.calls = not_in_line(self.calls)

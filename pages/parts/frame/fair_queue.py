"""Calls for several lanes at once: as many as the cluster runs, one a lane, the one that is furthest behind first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from metacore.cluster import CLUSTER, Pending


@dataclass
class Rota:
    """The calls under way, by the number of their lane."""

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

"""Workers of a test, which a queue hands calls to."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from metacore.workers.calls import Call, Timed
from metacore.workers.fair_queue import FairQueue


class Handed(Future[Any]):
    """A call that the workers have: ``end`` has them finish it after so many seconds of theirs."""

    def __init__(self, call: Call, arguments: list[Any]) -> None:
        super().__init__()
        self.call, self.arguments, self.status = call, arguments, "pending"

    def end(self, seconds: float = 1.0, value: Any = None, worker: str = "") -> None:
        self.status = "finished"
        self.set_result(Timed(value, seconds, worker))

    def cancel(self) -> bool:
        self.status = "cancelled"
        return super().cancel()


class Workers:
    """What a queue hands calls to."""

    def __init__(self) -> None:
        self.count = 1
        self.handed: list[Handed] = []
        self.queue = FairQueue(self.send, lambda: self.count)

    def send(self, _: Callable[..., Any], function: Callable[..., Any], arguments: list[Any], call: Call) -> Handed:
        self.handed.append(Handed(call, arguments))
        return self.handed[-1]

    def put(self, by: str, *arguments: Any, **options: Any) -> Call:
        return self.queue.put(Call(print, [*arguments], by, by, **options))


def end(workers: Workers, numbers: range, seconds: Callable[[Handed], float] | float = 1.0, worker: str = "") -> None:
    """Has the workers, or one of them, finish these calls, one after the other."""
    for number in numbers:
        until(lambda number=number: len(workers.handed) > number)
        handed = workers.handed[number]
        handed.end(seconds(handed) if callable(seconds) else seconds, worker=worker)
        until(lambda handed=handed: handed.call is None or handed.call.done())


def until(true: Callable[[], Any]) -> None:
    last = time.monotonic() + 10
    while not true():
        assert time.monotonic() < last, "it does not come to that"
        time.sleep(0.002)

"""A cluster that works in this process, at once, and loses workers where it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Done:
    """A call that has ended; its answer is made when first asked for, and so are those it takes as arguments."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._answers: list[Any] = []

    def done(self) -> bool:
        return True

    def exception(self) -> None:
        """It has not failed, as far as is known."""

    def cancel(self) -> None:
        """Its answer is asked for no more."""

    def result(self, timeout: float = 0) -> Any:
        if not self._answers:
            self._answers.append(self._work())
        return self._answers[0]


class AtOnce:
    """``lose`` names the calls that lose their worker, by number."""

    ready, slots, crowd, silence = True, 1, 1, 0.0

    def __init__(self, lose: tuple[int, ...] = ()) -> None:
        self.calls, self.lose = 0, lose
        self.followed: list[tuple[object, object]] = []
        self.like: object = None  # what the last call is like

    def follow(self, thing: object, other: object) -> None:
        self.followed.append((thing, other))

    def submit(
        self, function: Callable[..., Any], *arguments: Any, by: object, like: object = None, stays: bool = False
    ) -> Done:
        self.calls, self.like = self.calls + 1, like
        lost = self.calls in self.lose

        def work() -> Any:
            if lost:
                raise type("KilledWorker", (Exception,), {})()
            return function(*(_answered(argument) for argument in arguments))

        return Done(work)


def _answered(argument: Any) -> Any:
    """What Dask hands on: the answers in place of calls."""
    if isinstance(argument, Done):
        return argument.result()
    return [_answered(each) for each in argument] if type(argument) is list else argument


def until_it_rests(it: Any) -> Any:
    """Has it tick until nothing more is to come."""
    for _ in range(300):
        it.tick()
        if not it.busy:
            return it
    raise AssertionError("it does not come to rest")

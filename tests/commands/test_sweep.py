"""A sweep from the command line, where what it waits for swallows an interrupt."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from metacore.commands import sweep


class Swallowing:
    """A sweep that is interrupted in its second look at the calls, somewhere from where nothing is passed on."""

    def __init__(self, interrupt: signal.Signals) -> None:
        self.interrupt, self.looks = interrupt, 0
        self.playing, self.started, self.pieces = False, False, list[Any]()

    def tick(self) -> None:
        self.looks += 1
        if self.looks == 2:
            with contextlib.suppress(BaseException):
                signal.raise_signal(self.interrupt)
        self.playing = self.looks < 20

    def stop(self) -> None:
        self.playing = False


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_never_lost_and_a_second_one_ends_at_once(
    interrupt: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "report", lambda _: {})
    monkeypatch.setattr(sweep, "BEAT", 0.01)
    sweeper, written = Swallowing(interrupt), list[Any]()

    def write(found: dict[str, Any]) -> int:
        written.append(found)
        return 0

    assert sweep._train(sweeper, write, False) == 130  # type: ignore[arg-type]
    assert sweeper.looks == 2 and written == [{}]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

"""Clicks, moves, beats, page changes and reloads in any order: held back, sent twice, in the middle of updates.

What is asked and what comes of it are compared with ``models`` whenever the visitor has been answered. A message that
was held back is sent after newer ones have been answered. No socket reorders two messages that saw the same page, so
that case is left out; so is a message of a page that has been left, and one from before a page had come whole.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.visitors.models import Asked
from tests.visitors.visitor import Visitor

PATIENCE = 1.0  # seconds of quiet after which all agree
STOPPED = ("no longer improving", "numbers got too large")  # a training that has stopped by itself


def clicks(url: str, page: type[Asked]) -> type[RuleBasedStateMachine]:
    """The machine of one page, on the server at ``url``."""
    moves, pauses = page().moves, st.sampled_from((0.0, 0.0, 0.02, 0.1, 0.4))

    class Clicks(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.asked, self.loop = page(), asyncio.new_event_loop()
            self.visitor = Visitor(url, page.query, page.path, cookie=uuid4().hex)
            self.put: set[str] = set()  # what the visitor has not been shown since it was put elsewhere
            self.late: tuple[bytes, int, str, str] | None = None  # a click, the version it saw, and what it asks for

        def do(self, it: Any) -> None:
            self.loop.run_until_complete(it)

        @initialize(pause=pauses)
        def arrive(self, pause: float) -> None:
            self.do(self.visitor.connect())
            self.do(self.visitor.until(lambda: self.visitor.page.keyed(page.buttons[0]), 60))
            self.do(asyncio.sleep(pause))

        @rule(pick=st.sampled_from(moves), twice=st.booleans(), pause=pauses)
        def move(self, pick: tuple[str, Any], twice: bool, pause: float) -> None:
            key, to = pick
            if key in self.put or not self.visitor.page.keyed(key):
                self.settle()
            if not self.visitor.page.keyed(key) or self.visitor.holds(key) == to:
                return
            self.send(self.visitor.moving(key, to), twice, pause)
            self.asked.move(key, to)
            self.put |= self.asked.puts(key)

        @rule(key=st.sampled_from(page.buttons), twice=st.booleans(), hold=st.booleans(), pause=pauses)
        def press(self, key: str, twice: bool, hold: bool, pause: float) -> None:
            if key in self.put or not self.visitor.page.keyed(key):
                self.settle()
            if not (button := self.visitor.page.keyed(key)):
                return
            message, word = self.visitor.clicking(key), button.element.label
            if hold and not self.late and self.saw():
                self.late = message, self.saw(), key, word
                return
            self.send(message, twice, pause)
            self.asked.press(key, word)
            self.put |= self.asked.puts(key)

        @precondition(lambda self: self.late)
        @rule(pause=pauses)
        def comes_late(self, pause: float) -> None:
            assert self.late
            self.settle()
            shown = -1
            while shown != self.saw():  # until the browser has said what it has been shown
                shown = self.saw()
                self.do(self.visitor.quiet(60))
            (message, saw, key, word), self.late = self.late, None
            if saw == self.saw():
                self.asked.press(key, word)
                self.put |= self.asked.puts(key)
            self.send(message, False, pause)

        @rule(pause=pauses)
        def beat(self, pause: float) -> None:
            if self.visitor.page.clock:
                self.do(self.visitor.beat())
            self.do(asyncio.sleep(pause))

        @rule()
        def reload(self) -> None:
            self.settle()
            self.late = None
            self.do(self.visitor.reload())
            self.asked.reload()
            self.settle()

        @rule(pause=pauses)
        def look_elsewhere(self, pause: float) -> None:
            self.settle()
            self.late, home, query = None, self.visitor.script, self.visitor.query
            self.do(self.visitor.go("guide"))
            self.do(asyncio.sleep(pause))
            self.do(self.visitor.go(page.path, query))
            self.do(self.visitor.until(lambda: self.visitor.script == home and not self.visitor.running))

        def settle(self) -> None:
            """All has been answered: within a second all agree, and nothing that was asked for is undone."""
            self.do(self.visitor.quiet(60))
            until = time.time() + PATIENCE
            while (wrong := self.wrong()) and time.time() < until:
                self.do(asyncio.sleep(0.05))
            assert not wrong, wrong
            self.put = set()

        def teardown(self) -> None:
            try:
                if self.visitor.connected:
                    self.settle()
            finally:
                self.do(self.visitor.leave())
                self.loop.close()

        def saw(self) -> int:
            """The version that this browser has been shown."""
            return self.visitor.holds("seen") if self.visitor.page.keyed("seen") else 0

        def send(self, message: bytes, twice: bool, pause: float) -> None:
            for _ in range(1 + twice):
                self.do(self.visitor.say(message))
            self.do(asyncio.sleep(pause))

        def wrong(self) -> list[str]:
            """In what the address, the widgets and the page differ from what was asked for."""
            seen, asked = self.visitor, self.asked
            if any(words in seen.page.words() for words in STOPPED):
                asked.running = False
            address, there = dict(parse_qsl(seen.query)), set(seen.page.names())
            wrong = [f"address: {pair}" for pair in address.items() ^ asked.question.texts().items()]
            for key, value in (asked.shows() | asked.looking).items():
                now = seen.holds(key) if key in there else value
                now = now[0] if isinstance(now, list) and isinstance(value, str) and now else now
                wrong += [f"{key}: {now} for {value}"] if now != value else []
            button = seen.page.keyed(page.start)
            word = button.element.label if button else page.words[1] if asked.running else ""
            wrong += [f"{page.start} reads {word!r}"] if asked.running != (word == page.words[1]) else []
            return wrong + seen.exceptions + [alert for alert in seen.alerts if "not taken" in alert]

    return Clicks

"""A virtual visitor: speaks Streamlit's protocol over a websocket, as a browser on one of the app's pages does.

It asks for the page, holds the state of every widget, and beats as the clock in the page tells it to. Whoever drives
it, a test of clicks, of load or of faults, decides what else is done when; messages may be held back, or sent twice.

    async with Visitor(server.url, "family=linear") as visitor:
        await visitor.until(lambda: visitor.page.step > 10)
        await visitor.move("dial_alpha", "0.3")
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.visitors.page import Page
from tests.visitors.tab import Tab

UNANSWERED = 3.0  # seconds after which the clock in the page beats again


@dataclass
class Visitor(Tab):
    """One visit of one browser, which ``cookie`` tells from others."""

    cookie: str = ""
    beating: bool = True  # whether it beats by itself, as the browser does
    reading: bool = True  # a browser may stop taking in what is sent
    think: Callable[[], float] = lambda: random.uniform(0, 0.04)  # seconds that drawing takes a browser
    beaten: float = 0.0  # when it beat first of what has not been answered yet; else 0
    beats: int = 0  # the name of its last beat
    answers: list[tuple[float, float]] = field(default_factory=list)  # when a beat was answered, after how many seconds
    bytes: int = 0
    _socket: Any = None
    _reader: asyncio.Task[None] | None = None
    _beats: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Visitor:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    @property
    def connected(self) -> bool:
        return self._socket is not None

    async def connect(self) -> None:
        """Opens the page; again after a lost connection, as the browser does, with the id of the visit it had."""
        known = ["streamlit", "none", self.session] if self.session else ["streamlit"]
        self._socket = await websockets.connect(
            self.base.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol(name) for name in known], origin=websockets.Origin(self.base),
            additional_headers={"Cookie": f"_streamlit_xsrf={self.cookie}"} if self.cookie else {},
            max_size=None, compression=None, ping_interval=None, proxy=None,
        )  # fmt: skip
        self._reader = asyncio.ensure_future(self._read())
        await self.ask()

    async def leave(self) -> None:
        """Closes the connection, and nothing else: ``connect`` goes on with the visit."""
        if self._beats:
            self._beats.cancel()
        if self._socket:
            socket, self._socket = self._socket, None
            await socket.close()  # while it is read: the other side's answer comes after all that was under way
        if self._reader:
            self._reader.cancel()

    async def reload(self) -> None:
        """Opens the address anew: what the page held is gone, the browser's cookie stays."""
        await self.leave()
        self.page, self.states, self.session, self.script = Page(), {}, "", ""
        await self.connect()

    async def go(self, path: str, query: str = "") -> None:
        """Follows a link to another page of the same visit; what else is said until it comes is of this one still."""
        self.path, self.query, here = path, query, self.script
        self.script = self.scripts[path]
        message, self.script = self.message(), here
        await self.say(message)

    async def back(self, query: str) -> None:
        """Goes back, or forward, to another address of the same page."""
        self.query = query
        await self.say(self.message(back=True))

    async def say(self, message: bytes) -> None:
        """Sends a message, perhaps one that was made long ago."""
        self.running = True
        await self._socket.send(message)

    async def ask(self) -> None:
        """Asks for the whole page."""
        await self.say(self.message())

    async def move(self, key: str, to: Any) -> None:
        """Moves a widget: to an option's name (or several), a number, on or off."""
        await self.say(self.moving(key, to))

    async def click(self, key: str) -> None:
        await self.say(self.clicking(key))

    async def trigger(self, key: str, event: str, what: Any) -> None:
        """Has a component tell of an event: a chart of a clicked ``tile``, for example."""
        await self.say(self.triggering(key, event, what))

    async def beat(self) -> None:
        self.beaten = self.beaten or time.time()
        self.beats = max(self.beats + 1, int(time.time() * 1000))
        await self.trigger("clock", "beat", self.beats)

    async def until(self, come: Callable[[], Any], seconds: float = 20.0) -> None:
        """Waits until something is so. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                if self._reader and self._reader.done():
                    self._reader.result()  # what it could not read is told here
                if come():
                    return
                self._news.clear()
                await self._news.wait()

    async def quiet(self, seconds: float = 20.0) -> None:
        """Waits until all that was said has been answered: beats once more, and waits for the answer to that beat."""
        beating, self.beating = self.beating, False
        try:
            async with asyncio.timeout(seconds):
                while not await self._answered():
                    pass  # a beat is not answered where the page was left meanwhile
        finally:
            self.beating = beating
        self._wind(self.page.clock["seconds"] if self.page.clock else 0)

    async def _answered(self) -> bool:
        """Beats; whether that has been answered in time."""
        await self.until(lambda: not self.running and self.page.clock, math.inf)
        await self.beat()
        try:
            await self.until(lambda: not self.running and (self.page.clock or {}).get("beat") == self.beats, UNANSWERED)
        except TimeoutError:
            return False
        return True

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                while not self.reading:
                    await asyncio.sleep(0.05)
                self._hear(data)
        except (OSError, websockets.WebSocketException):
            pass
        finally:
            self._socket = None
            self._news.set()

    def _hear(self, data: bytes) -> None:
        message = ForwardMsg()
        message.ParseFromString(data)
        self.bytes += len(data)
        self.take(message)
        if message.WhichOneof("type") == "delta" and '"seconds"' in message.delta.new_element.bidi_component.json:
            self._wind(json.loads(message.delta.new_element.bidi_component.json)["seconds"])
        self._news.set()

    def _wind(self, seconds: float) -> None:
        """Sets the clock in the page, which has just come, to beat after so many seconds."""
        if self.beaten:
            self.answers.append((time.time(), time.time() - self.beaten))
            self.beaten = 0.0
        if self._beats:
            self._beats.cancel()
        if seconds and self.beating:
            self._beats = asyncio.ensure_future(self._beating(seconds + self.think()))

    async def _beating(self, wait: float) -> None:
        """Beats once, and again where no answer comes: an answer winds the clock anew, and ends this."""
        while True:
            await asyncio.sleep(wait)
            if self._socket and self.page.clock:
                await self.beat()
            wait = UNANSWERED

"""Visitors whose connection is bad, who never listen, or who send what is far too much."""

from __future__ import annotations

import asyncio
import os
import random
import time

import psutil
import pytest
import websockets

from tests.browser.conftest import LONG, Server
from tests.chaos.conftest import gap, moving, onwards
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.chaos
MEGABYTE = 2**20


class Slow(Visitor):
    """Of whose messages one in ten is three seconds under way; what follows comes after it, as on any connection."""

    async def say(self, message: bytes) -> None:
        if random.random() < 0.1:
            await asyncio.sleep(3)
        await super().say(message)


def test_a_visitor_never_reads(server: Server, told: list[str]) -> None:
    async def visit() -> None:
        process = psutil.Process(server.process.pid)
        async with Visitor(server.url, LONG) as good, Visitor(server.url, LONG) as deaf:
            await moving(good)
            deaf.reading = False
            since, held = time.time(), process.memory_info().rss
            for _ in range(60):
                await asyncio.sleep(0.5)
                await deaf.ask()  # for all of the page
            await moving(good)
            grown = (process.memory_info().rss - held) / MEGABYTE
            told.append(f"longest gap of the other {gap(good, since):.1f} s; the server grew by {grown:.0f} MB")
            onwards(good)
            assert grown < 100
            deaf.reading = True

    asyncio.run(visit())


def test_a_message_of_sixty_megabytes(server: Server, told: list[str]) -> None:
    async def visit() -> None:
        async with Visitor(server.url, LONG) as good:
            await moving(good)
            since = time.time()
            for _ in range(3):
                bad = Visitor(server.url, LONG)
                await bad.connect()
                try:
                    await bad.say(os.urandom(60 * MEGABYTE))
                    await bad.until(lambda bad=bad: not bad.connected, 20)
                except (OSError, websockets.WebSocketException):
                    pass
                await bad.leave()
            await moving(good)
            held = psutil.Process(server.process.pid).memory_info().rss / MEGABYTE
            told.append(f"longest gap of the other {gap(good, since):.1f} s; the server then holds {held:.0f} MB")
            onwards(good)

    asyncio.run(visit())


def test_one_message_in_ten_is_three_seconds_late(server: Server, told: list[str]) -> None:
    async def visit() -> None:
        async with Slow(server.url, LONG) as visitor:
            await moving(visitor)
            since = time.time()
            for alpha in ("0.03", "0.1", "0.3", "0.1", "0.03", "0.01"):
                await visitor.move("dial_alpha", alpha)
                await asyncio.sleep(random.uniform(0, 2))
            await visitor.until(lambda: "alpha=0.01&" in visitor.query and visitor.holds("dial_alpha") == ["0.01"], 30)
            await moving(visitor)
            told.append(f"six moves of a dial hold; longest gap {gap(visitor, since):.1f} s")
            assert not visitor.exceptions

    asyncio.run(visit())

"""The virtual visitor sees and holds what a browser would; without that the tests it drives would say nothing."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.conftest import LONG, Server
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.visitor


def test_it_watches_a_training_moves_a_dial_and_comes_back(server: Server) -> None:
    async def visit() -> None:
        async with Visitor(server.url, LONG, cookie="one") as visitor:
            await visitor.until(lambda: visitor.page.step > 10 and len(visitor.pictures) > 1, 60)
            assert visitor.page.keyed("play").element.label == "Pause"
            assert visitor.holds("dial_alpha") == ["0.01"] and "alpha=0.01" in visitor.query
            await visitor.move("dial_alpha", "0.1")
            await visitor.until(lambda: "alpha=0.1" in visitor.query)
            await visitor.leave()
            await visitor.connect()  # the same visit goes on
            await visitor.until(lambda: visitor.page.step > 20)
            await visitor.click("play")
            await visitor.until(lambda: "paused" in visitor.page.words())
            await visitor.quiet()
            await visitor.reload()
            await visitor.quiet()
            assert visitor.holds("dial_alpha") == ["0.1"], "the address brought it"
            await visitor.go("compare")
            await visitor.until(lambda: visitor.page.keyed("start"))
            assert visitor.page.keyed("start").element.label == "Pause", "the first race starts by itself"
            assert not visitor.exceptions and "methods" in visitor.page.names()

    asyncio.run(visit())

"""What is asked for while something else is under way: it comes, whichever of the two is taken in first."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.conftest import Server
from tests.visitors.models import Asked, AskedSweep, AskedTraining
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.visitor


@pytest.mark.parametrize("beat_after", [None, 0.0, 0.01, 0.05])
def test_a_link_is_followed_whatever_the_page_that_is_left_asks_for(server: Server, beat_after: float | None) -> None:
    async def visit() -> None:
        async with Visitor(server.url, AskedTraining.query) as visitor:
            for _ in range(8):
                await visitor.until(lambda: visitor.page.step > 0, 60)
                await visitor.go("compare")
                if beat_after is not None:
                    await asyncio.sleep(beat_after)
                    if visitor.page.clock:
                        await visitor.beat()
                await visitor.until(lambda: visitor.page.keyed("methods"))
                if visitor.page.clock:
                    await visitor.beat()
                await visitor.go("", AskedTraining.query)
                await visitor.until(lambda: visitor.page.keyed("play") and not visitor.page.keyed("methods"))

    asyncio.run(visit())


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.03])
def test_what_is_moved_at_once_holds_and_the_address_with_it(server: Server, pause: float) -> None:
    async def visit() -> None:
        for _ in range(5):
            async with Visitor(server.url, AskedSweep.query, "sweep") as visitor:
                await visitor.quiet(60)
                for key, to in (
                    ("sweep_dial_meta_batch", ["5"]),
                    ("measure", "Meta-loss"),
                    ("sweep_dial_meta_batch", ["1"]),
                ):
                    await visitor.move(key, to)
                    await asyncio.sleep(pause)
                await visitor.quiet()
                assert (visitor.holds("measure"), visitor.holds("sweep_dial_meta_batch")) == (["Meta-loss"], ["1"])
                assert "meta_batch=1&" in visitor.query

    asyncio.run(visit())


@pytest.mark.parametrize("page", [Asked, AskedSweep])
def test_starting_over_holds_before_the_start_has_been_shown(server: Server, page: type[Asked]) -> None:
    async def visit() -> None:
        async with Visitor(server.url, page.query, page.path) as visitor:
            await visitor.quiet(60)
            await visitor.click("start")
            await visitor.until(lambda: visitor.page.keyed("again"), 60)
            visitor.beating = False
            await visitor.quiet()
            await visitor.click("start")  # which stops
            await visitor.quiet()
            go_on, again = visitor.clicking("start"), visitor.clicking("again")
            await visitor.say(go_on)
            await visitor.until(lambda: visitor.widget("start").element.label == page.words[1])
            await visitor.say(again)
            await visitor.quiet()
            assert visitor.widget("start").element.label == page.words[0]

    asyncio.run(visit())

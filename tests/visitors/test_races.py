"""What is asked for while something else is under way: it comes, whichever of the two is taken in first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.browser.canvas import QUICK
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


@pytest.mark.parametrize("beat_after", [None, 0.0, 0.01])
def test_back_comes_whatever_else_is_asked_for(server: Server, beat_after: float | None) -> None:
    async def visit() -> None:
        async with Visitor(server.url, AskedTraining.query) as visitor:
            await visitor.until(lambda: visitor.page.step > 0, 60)
            for alpha in ["0.03", "0.1", "0.3"] * 4:
                await visitor.back(AskedTraining.query.replace("alpha=0.01", f"alpha={alpha}"))
                if beat_after is not None:
                    await asyncio.sleep(beat_after)
                    await visitor.beat()
                await visitor.quiet()
                assert visitor.holds("dial_alpha") == [alpha] and f"alpha={alpha}&" in visitor.query

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


BUSY = """
import sys
if "streamlit" in sys.orig_argv:
    import streamlit.runtime.runtime
    streamlit.runtime.runtime.MESSAGE_FLUSH_INTERVAL_SECS = 0.15
"""


def test_what_is_drawn_right_behind_the_whole_page_finds_its_place(tmp_path: Path) -> None:
    """On a server that sends late, being busy. A browser that has no place for what comes shows nothing any more."""
    (tmp_path / "sitecustomize.py").write_text(BUSY)

    async def visit(url: str) -> None:
        async with Visitor(url, QUICK, "task") as visitor:
            await visitor.until(lambda: visitor.page.clock, 60)
            await visitor.quiet(60)
            for echo in range(1, 61):
                points = [[1, echo % 40 / 40, 0], [1, -1, 1]][: 1 + echo % 2]
                drawn = {"points": points, "line": [], "echo": echo, "dragging": False}
                await visitor.trigger("sketchpad", "edit", drawn)
                await asyncio.sleep(echo % 20 / 80)
                if echo % 3 == 0:
                    await visitor.quiet()

    with Server(PYTHONPATH=str(tmp_path), METACORE_TRAININGS=str(tmp_path)) as busy:
        asyncio.run(visit(busy.url))

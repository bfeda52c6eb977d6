"""A scheduler on another machine that is lost, and its workers with it, while a visitor watches."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from pages.parts.frame.texts import SILENT
from tests.browser.conftest import LONG, Server
from tests.chaos.conftest import moving, onwards
from tests.commands.test_on_a_cluster import LOCAL, free_port, running
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.chaos
GIVEN_UP = 45  # seconds, after which Dask has given a scheduler up that it waits for


@pytest.mark.parametrize("away", [5, GIVEN_UP])
def test_the_scheduler_is_lost_and_started_again(away: int, tmp_path: Path, told: list[str]) -> None:
    port = free_port()

    async def visit(server: Server) -> None:
        async with Visitor(server.url, LONG) as visitor:
            with running(port, 1):
                before = await moving(visitor)
            lost = time.time()
            await visitor.until(lambda: SILENT in visitor.page.words(), 20)
            told.append(f"after {time.time() - lost:.1f} s read: {SILENT}")
            await asyncio.sleep(max(0.0, lost + away - time.time()))
            with running(port, 1):
                back = time.time()
                await visitor.until(lambda: visitor.pictures[-1] > back and visitor.page.step > before, 60)
                told.append(f"moved {visitor.pictures[-1] - back:.1f} s after it was started again")
                onwards(visitor)

    with Server(TMPDIR=str(tmp_path), DASK_SCHEDULER_ADDRESS=f"tcp://{LOCAL}:{port}") as server:
        asyncio.run(visit(server))
        told.append(f"the log: {server.said()}")

"""Workers that are lost, or stand still, while visitors watch."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from pages.parts.frame.texts import SILENT
from tests.browser.conftest import LONG, Server
from tests.browser.processes import kill
from tests.chaos.conftest import gap, moving, onwards
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.chaos


@pytest.mark.parametrize(("which", "bound"), [("the busiest", 5), ("every", 60)])
def test_a_worker_is_killed(which: str, bound: float, server: Server, told: list[str]) -> None:
    async def visit() -> None:
        async with Visitor(server.url, LONG) as visitor:
            before = await moving(visitor)
            workers, killed = server.workers(), time.time()
            kill(workers if which == "every" else [max(workers, key=worked)])
            await visitor.until(lambda: visitor.page.step > before and visitor.pictures[-1] > killed + 1, bound)
            await moving(visitor)
            told.append(f"gap {gap(visitor, killed):.1f} s; read: {set(visitor.alerts) or 'nothing'}")
            assert gap(visitor, killed) < bound
            onwards(visitor)

    def worked(pid: int) -> float:
        return sum(psutil.Process(pid).cpu_times()[:2])

    asyncio.run(visit())


def test_all_workers_stand_still_for_twenty_seconds(server: Server, told: list[str]) -> None:
    async def visit() -> None:
        async with Visitor(server.url, LONG) as visitor:
            before = await moving(visitor)
            await visitor.until(lambda: SILENT not in visitor.page.words(), 60)  # all is compiled
            workers, stopped = server.workers(), time.time()
            for pid in workers:
                os.kill(pid, signal.SIGSTOP)
            await visitor.until(lambda: SILENT in visitor.page.words(), 10)
            told.append(f"after {time.time() - stopped:.1f} s read: {SILENT}")
            await asyncio.sleep(max(0.0, stopped + 20 - time.time()))
            for pid in workers:
                os.kill(pid, signal.SIGCONT)
            woken = time.time()
            await visitor.until(lambda: visitor.pictures[-1] > woken and visitor.page.step > before, 30)
            told.append(f"moved {visitor.pictures[-1] - woken:.1f} s after they were woken")
            await visitor.until(lambda: SILENT not in visitor.page.words(), 10)
            onwards(visitor)

    asyncio.run(visit())


def test_the_server_is_killed_and_started_again(tmp_path: Path, told: list[str]) -> None:
    async def visit(url: str, wanted: int) -> tuple[int, float]:
        async with Visitor(url, LONG, cookie="one") as visitor:
            asked = time.time()
            await visitor.until(lambda: visitor.page.step > wanted, 120)
            took = time.time() - asked
            await asyncio.sleep(8)  # what is watched is kept every three seconds
            onwards(visitor)
            return visitor.page.step, took

    with Server(TMPDIR=str(tmp_path)) as server:
        step, first = asyncio.run(visit(server.url, 10))
        kill([server.process.pid, *server.workers()])
        server.process.wait()
    with Server(TMPDIR=str(tmp_path)) as server:
        _, again = asyncio.run(visit(server.url, 10))
    told.append(f"step {step} was reached; the first picture past step 10 came after {first:.1f} s, then {again:.1f} s")
    assert [*tmp_path.glob("metacore-trainings-*/**/*")], "what was trained is on disk"

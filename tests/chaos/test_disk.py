"""A disk that takes nothing, files that were damaged, and two servers that share a folder."""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import LONG, Server
from tests.browser.processes import descendants
from tests.chaos.conftest import gap, moving, onwards
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.chaos
COMPILED = 500  # a step that is reached by compiled programs alone


def fill(server: Server) -> None:
    """From now on the server and its workers write no file further than a kilobyte, as on a full disk."""
    for pid in [server.process.pid, *descendants(server.process.pid)]:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1000, 1000))


async def watched(server: Server, query: str, step: int = 1) -> float:
    """Seconds until a visitor saw a training move, and come to ``step``."""
    began = time.time()
    async with Visitor(server.url, query) as visitor:
        await moving(visitor)
        await visitor.until(lambda: visitor.page.step >= step, 120)
        onwards(visitor)
        return time.time() - began


def kept(folder: Path) -> list[Path]:
    """Files that were written as a whole."""
    return [file for file in folder.glob("metacore-*/**/*") if file.is_file() and file.stat().st_size > 1000]


def test_the_disk_is_full_from_the_beginning(server: Server, tmp_path: Path, told: list[str]) -> None:
    fill(server)
    told.append(f"moved after {asyncio.run(watched(server, LONG)):.1f} s")
    assert not kept(tmp_path), "it was full"


def test_the_disk_becomes_full(server: Server, told: list[str]) -> None:
    async def visit() -> None:
        async with Visitor(server.url, LONG) as visitor:
            await moving(visitor)
            full = time.time()
            fill(server)
            await asyncio.sleep(8)  # it is tried to keep something every three seconds
            await moving(visitor)
            told.append(f"longest gap {gap(visitor, full):.1f} s; another run moved after ")
            onwards(visitor)
        told[-1] += f"{await watched(server, LONG.replace('hidden=40,40', 'hidden=20')):.1f} s"

    asyncio.run(visit())


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    changed, chance = bytearray(data), random.Random(1)
    for _ in range(30):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": cut, "flipped": flip, "empty": lambda _: b"", "other": lambda data: b"x" * len(data),
    "longer": lambda data: data + data,
}  # fmt: skip


def test_what_was_kept_is_damaged_in_five_ways_or_swapped(tmp_path: Path, told: list[str]) -> None:
    with Server(TMPDIR=str(tmp_path)) as server:
        told.append(f"step {COMPILED} after {asyncio.run(watched(server, LONG, COMPILED)):.1f} s with nothing kept")
        time.sleep(8)  # what nobody waits for is compiled and kept too
    files = kept(tmp_path)
    assert {file.relative_to(tmp_path).parts[0].split("-")[1] for file in files} == {"graphs", "programs", "trainings"}
    good = {file: file.read_bytes() for file in files}
    ways = {name: {file: damage(data) for file, data in good.items()} for name, damage in DAMAGE.items()}
    ways["swapped"] = dict(zip(good, [*list(good.values())[1:], good[files[0]]], strict=True))
    for name, damaged in ways.items():
        for file, data in damaged.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        with Server(TMPDIR=str(tmp_path)) as server:
            took = asyncio.run(watched(server, LONG, COMPILED))
        told.append(f"step {COMPILED} after {took:.1f} s with {len(damaged)} files {name}")


def test_two_servers_share_a_folder(tmp_path: Path, told: list[str]) -> None:
    async def visit() -> None:
        took = await asyncio.gather(*(watched(server, LONG) for server in (one, other) for _ in range(2)))
        told.append("moved after " + ", ".join(f"{seconds:.1f}" for seconds in took) + " s")

    with Server(TMPDIR=str(tmp_path)) as one, Server(TMPDIR=str(tmp_path)) as other:
        asyncio.run(visit())

"""What whoever looks after a server can read of it."""

from __future__ import annotations

import asyncio
import re
import urllib.request

import pytest

from pages.parts.server.texts import GAUGES
from tests.browser.conftest import Server
from tests.visitors.models import AskedTraining
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.visitor


def figures(server: Server) -> dict[str, int]:
    text = urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=5).read().decode()
    found = {name: int(value) for name, value in re.findall(r"^(\w+?)(?:_total)? (\d+)$", text, re.MULTILINE)}
    assert all(f"# HELP metacore_{name} {help_text}" in text for name, help_text in GAUGES.items())
    return {name: found[f"metacore_{name}"] for name in GAUGES} | {"visits": found["active_sessions"]}


def test_the_figures_follow_what_visitors_do(server: Server) -> None:
    async def visit() -> None:
        idle = await asyncio.to_thread(figures, server)
        assert idle["visits"] == idle["updates"] == idle["runs_watched"] == 0 and idle["server_bytes"] > 20e6
        async with Visitor(server.url, AskedTraining.query) as one, Visitor(server.url, AskedTraining.query) as other:
            for visitor in (one, other):
                await visitor.until(lambda visitor=visitor: visitor.page.step > 10, 60)
            busy = await asyncio.to_thread(figures, server)
            assert (busy["visits"], busy["runs_watched"], busy["runs_held"]) == (2, 1, 1), "they share one run"
            assert busy["workers"] >= 1 and busy["workers_bytes"] >= busy["largest_worker_bytes"] > 50e6
            assert busy["calls_answered"] >= busy["updates"] > 0

    asyncio.run(visit())

"""Servers that things are done to, and what their visitors then read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.conftest import Server
from tests.visitors.visitor import Visitor


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """One that keeps what it keeps in a folder of its own."""
    with Server(TMPDIR=str(tmp_path)) as server:
        yield server


async def moving(visitor: Visitor, seconds: float = 120) -> int:
    """Waits for two more pictures than there are; the step that is then shown."""
    pictures = len(visitor.pictures)
    await visitor.until(lambda: len(visitor.pictures) >= pictures + 2 and visitor.page.step > 0, seconds)
    return visitor.page.step


def gap(visitor: Visitor, since: float) -> float:
    """The longest time without a new picture from then on, until the last one."""
    times = [since, *(at for at in visitor.pictures if at > since)]
    return max((b - a for a, b in pairwise(times)), default=time.time() - since)


def onwards(visitor: Visitor) -> None:
    """Asserts that its counter never stepped back, and that nothing was raised on its page."""
    steps = [step for _, step in visitor.steps if step >= 0]
    assert steps == sorted(steps) and not visitor.exceptions, (steps, visitor.exceptions)


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What is to be printed of a test, under its name."""
    lines: list[str] = []
    yield lines
    print(f"\n{request.node.name}\n" + "".join(f"    {line}\n" for line in lines), end="")

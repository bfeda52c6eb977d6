"""What a process holds and how busy it is, read from outside."""

from __future__ import annotations

import os
import statistics
from pathlib import Path

from playwright.sync_api import Page

WATCHED = 10  # seconds


def resident(pid: int) -> float:
    """The megabytes of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def running(pid: int, page: Page) -> float:
    """The share of moments, over ``WATCHED`` seconds, at which a thread of a process runs or only waits for a core."""
    threads = list(Path(f"/proc/{pid}/task").glob("*/stat"))
    moments = []
    for _ in range(20 * WATCHED):
        page.wait_for_timeout(50)
        moments.append(_runs(threads))
    return statistics.mean(moments)


def _runs(threads: list[Path]) -> bool:
    return any(thread.read_text().rsplit(")", 1)[1].split()[0] == "R" for thread in threads if thread.exists())

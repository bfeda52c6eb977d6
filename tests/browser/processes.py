"""What the system tells of a server's processes, and their end."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def descendants(parent: int) -> list[int]:
    """The processes under a process, with theirs."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children") if children.exists() else []:
        for child in task.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def maps(pid: int) -> str:
    """The files that a process has mapped; of one that is gone, none."""
    try:
        return Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return ""


def state(pid: int) -> str:
    """What a process is doing, as a letter; one that is gone counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)

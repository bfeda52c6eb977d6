"""How many worker processes this machine carries, and how much memory each of them may hold."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import psutil

SETTING = "METACORE_MEMORY"  # what the app may take in all, as "2.7GB"; without it, what machine or container has
SHARE = 0.6  # of it for the workers: the server, its visitors and the files on the way need the rest
WORKER = 1_500_000_000  # bytes that a worker needs to be of use: 600 MB of them are TensorFlow
LIMITS = "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"  # where a container has less


def allowed() -> int:
    """Bytes that the app may take in all. Raises ValueError where the setting is no amount of memory."""
    if setting := os.environ.get(SETTING):
        from dask.utils import parse_bytes  # late: who reads the catalogue needs no Dask

        return int(parse_bytes(setting))
    limits = [psutil.virtual_memory().total]
    for file in LIMITS:
        with suppress(OSError, ValueError):  # another system; or no limit, which is a word
            limits.append(int(Path(file).read_text()))
    return min(limits)


def workers() -> int:
    """How many worker processes there are: one for each core, or as many as there is memory for."""
    return max(1, min(os.cpu_count() or 1, int(SHARE * allowed()) // WORKER))


def large() -> int:
    """Bytes from which on a worker holds more than its share."""
    return int(SHARE * allowed()) // workers()


def held() -> int:
    """Bytes that this process holds."""
    return psutil.Process().memory_info().rss

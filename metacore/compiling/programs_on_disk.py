"""Compiled programs, kept on disk: the same one is loaded three times faster than it is compiled.

TensorFlow can do that alone, but then a damaged file, or a disk that is full, fails every call that needs the program.
So it gets a folder in memory, empty but for what is being compiled: what is on disk is checked and put there just
before, and what is new is taken from there just after. Nothing is read before it is needed, so that a start takes as
long however many there are; to check one of a megabyte takes a millisecond. Keeping is optional: whatever is wrong
with the disk, the program is compiled.
"""

from __future__ import annotations

import hashlib
import os
import platform
import threading
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from metacore.compiling.lazy import IN_MEMORY, tf
from metacore.on_disk import optional, private_folder, read_stamped, write_stamped

LIMIT = 400  # compiled programs, of a megabyte each
WHAT = "compiled programs"
COMPILED = "_XlaMustCompile"  # what TensorFlow notes of a graph that is to be compiled
SUFFIX = ".pb"  # of files that are complete, on disk and in memory


class _Compiling(threading.local):
    """The graphs that this thread has offered and not kept yet."""

    def __init__(self) -> None:
        self.graphs: list[str] = []


_compiling = _Compiling()
_lock = threading.Lock()


def offer(graph: str) -> None:
    """Lets TensorFlow find what is kept of ``graph``, its name, which this thread is about to compile."""
    _compiling.graphs.append(graph)
    with _lock, optional(WHAT):
        tf.io.gfile.makedirs(IN_MEMORY)
        for file in _folder().glob(f"{graph}*{SUFFIX}"):
            place = f"{IN_MEMORY}/{file.name.removeprefix(graph)}"
            if content := read_stamped(file, WHAT):
                with tf.io.gfile.GFile(f"{place}.part", "wb") as part:
                    part.write(content)
                tf.io.gfile.rename(f"{place}.part", place, overwrite=True)


def keep() -> None:
    """Takes out of memory what this thread has compiled since ``offer``, and writes what is new to disk."""
    while _compiling.graphs:
        graph = _compiling.graphs.pop()
        with _lock:
            for name, content in _in_memory(graph):
                tf.io.gfile.remove(f"{IN_MEMORY}/{name}")
                with optional(WHAT):
                    write_stamped(_folder() / f"{graph}{name}", content, LIMIT)


def drop() -> None:
    """Lets go of what is kept of the graphs that this thread has offered: TensorFlow fails to run it, though sound."""
    with _lock, optional(WHAT):
        for graph in _compiling.graphs:
            for file in _folder().glob(f"{graph}*{SUFFIX}"):
                file.unlink(missing_ok=True)


def _in_memory(graph: str) -> list[tuple[str, bytes]]:
    """The files of ``graph`` in memory, which contain its name; other threads are at others."""
    found = []
    for name in tf.io.gfile.listdir(IN_MEMORY):
        if name.endswith(SUFFIX):
            with tf.io.gfile.GFile(f"{IN_MEMORY}/{name}", "rb") as file:
                content = file.read()
            if graph.encode() in content:
                found.append((name, content))
    return found


def _folder() -> Path:
    return private_folder("programs", f"{version('tensorflow')}-{_machine()}")


@cache
def _machine() -> str:
    """What a program is made for: a processor, by what it can do, and the compiler's own settings."""
    told = [platform.machine(), platform.processor(), os.environ.get("XLA_FLAGS", "")]
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        told += sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]

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
from metacore.on_disk import optional, private_folder, tell_once

LIMIT = 400  # compiled programs, of a megabyte each
WHAT = "compiled programs"
STAMP = 32  # bytes, with which each file begins: a digest of its name and of all that follows
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
            if content := _checked(file):
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
                    _write(_folder() / f"{graph}{name}", content)


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


def _stamp(file: Path, content: bytes) -> bytes:
    return hashlib.blake2b(file.name.encode() + content, digest_size=STAMP).digest()


def _checked(file: Path) -> bytes:
    """What was written to ``file``; nothing where that is no longer so, and then the file is dropped."""
    whole = file.read_bytes()
    if whole[:STAMP] != _stamp(file, whole[STAMP:]):
        file.unlink(missing_ok=True)
        tell_once(f"damaged programs in {file.parent} are dropped and compiled anew")
        return b""
    os.utime(file)  # the oldest go first
    return whole[STAMP:]


def _write(file: Path, content: bytes) -> None:
    """Writes a file that is not there yet, as a whole or not at all. The oldest of very many go."""
    if file.exists():
        return
    part = file.with_suffix(f".{os.getpid()}")
    try:
        part.write_bytes(_stamp(file, content) + content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    with suppress(FileNotFoundError):  # another process is at it
        for old in sorted(file.parent.iterdir(), key=lambda each: -each.stat().st_mtime)[LIMIT:]:
            old.unlink()

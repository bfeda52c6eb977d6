"""What has been trained before, on disk: whoever comes later sees it at once, and a restart loses nothing.

A file holds one stream, an update after the other. An update counts only where it is whole, and was written by this
very engine: another would not give the same numbers.
"""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from metacore.on_disk import engine, optional, private_folder, tell_once
from metacore.run import Run
from metacore.studies.playground.work import Update

SETTING = "METACORE_TRAININGS"  # the folder; without it, one among the temporary files
SIZE = 256_000_000  # bytes of all files together: the oldest go
HEAD = struct.Struct("<32sQ")  # in front of each update: what tells whether it is whole, and how many bytes it takes


def read(run: Run) -> list[Update]:
    """What was kept of ``run``, by step; nothing where nothing was. What is damaged is dropped, and all behind it."""
    try:
        whole = _file(run).read_bytes()
    except OSError:
        return []
    good = list(_good(whole))
    if (size := sum(HEAD.size + len(content) for content in good)) < len(whole):
        tell_once("a kept training was damaged: what is lost of it is trained anew")
        with optional("trainings"):
            os.truncate(_file(run), size)
    updates: list[Update] = [pickle.loads(zlib.decompress(content)) for content in good]
    return sorted(updates, key=lambda update: update.state.step)


def _good(whole: bytes) -> Iterator[bytes]:
    place = 0
    while len(whole) >= place + HEAD.size:
        mark, size = HEAD.unpack_from(whole, place)
        content = whole[place + HEAD.size : place + HEAD.size + size]
        if hashlib.sha256(content).digest() != mark:
            return
        yield content
        place += HEAD.size + size


def add(run: Run, updates: Sequence[Update]) -> bool:
    """Keeps further ``updates`` of ``run``; whether that was possible: training goes on without it."""
    packed = [zlib.compress(pickle.dumps(update), 1) for update in updates]
    with optional("trainings"):
        with _file(run).open("ab", buffering=0) as file:
            size = file.tell()
            for content in packed:
                record = HEAD.pack(hashlib.sha256(content).digest(), len(content)) + content
                if file.write(record) < len(record):
                    file.truncate(size)
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _tidy(_folder())
        return True
    return False


def _tidy(folder: Path) -> None:
    """Removes the oldest files, so that all of them stay small enough together."""
    found = sorted(((it.stat().st_mtime, it.stat().st_size, it) for it in folder.iterdir()), reverse=True)
    total = 0
    for _, size, file in found:
        total += size
        if total > SIZE:
            file.unlink(missing_ok=True)


def _file(run: Run) -> Path:
    return _folder() / hashlib.sha256(run.query().encode()).hexdigest()[:32]


def _folder() -> Path:
    return private_folder("trainings", engine(), os.environ.get(SETTING, ""))

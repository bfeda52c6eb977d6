"""What is kept on disk between two starts: in folders that only this user can write to, and never in anybody's way."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

STAMP = 32  # bytes, with which a stamped file begins: a digest of its name and of all that follows


def private_folder(kind: str, version: str, parent: str = "") -> Path:
    """A folder that nobody else can write to: what is read from it gets executed. Among the temporary files, usually.

    What another ``version`` would not understand is in another. Raises PermissionError where somebody else can write to
    it, and other OSErrors where there can be none.
    """
    folder = Path(parent or tempfile.gettempdir()) / f"metacore-{kind}-{os.getuid()}-{version}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = folder.stat()
    if owner.st_uid != os.getuid() or owner.st_mode & 0o077:
        raise PermissionError(f"others can write to {folder}")
    return folder


@cache
def engine() -> str:
    """What our numbers depend on, in short: our own source, the libraries and the machine."""
    source = sorted(Path(__file__).parent.rglob("*.py"))
    libraries = [version(name) for name in ("tensorflow", "numpy")]
    parts = [*(file.read_bytes() for file in source), *(text.encode() for text in (*libraries, platform.machine()))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def read_stamped(file: Path, what: str) -> bytes:
    """What ``write_stamped`` wrote; nothing where there is no file, or another content: then the file is dropped."""
    try:
        whole = file.read_bytes()
    except FileNotFoundError:
        return b""
    if whole[:STAMP] != _stamp(file, whole[STAMP:]):
        file.unlink(missing_ok=True)
        tell_once(f"damaged {what} in {file.parent} are dropped and made anew")
        return b""
    os.utime(file)  # the oldest go first
    return whole[STAMP:]


def write_stamped(file: Path, content: bytes, limit: int) -> None:
    """Writes a file that is not there yet, as a whole or not at all; of more than ``limit`` the oldest go."""
    if file.exists():
        return
    part = file.with_suffix(f".{os.getpid()}")
    try:
        part.write_bytes(_stamp(file, content) + content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    with suppress(FileNotFoundError):  # another process is at it
        for old in sorted(file.parent.iterdir(), key=lambda each: -each.stat().st_mtime)[limit:]:
            old.unlink()


def _stamp(file: Path, content: bytes) -> bytes:
    return hashlib.blake2b(file.name.encode() + content, digest_size=STAMP).digest()


@contextmanager
def optional(what: str) -> Iterator[None]:
    """Within it, faults of the disk are told, once for ``what`` is to be kept, and that is all."""
    try:
        yield
    except OSError as fault:
        if not (isinstance(fault, FileNotFoundError) and fault.filename):  # another process has taken it away
            tell_once(f"{what} are not kept on disk: {fault.strerror or fault}")


@cache
def tell_once(what: str) -> None:
    """One line in the log, once."""
    logging.getLogger(__name__).warning(what)

"""What is kept on disk between two starts: in folders that only this user can write to, and never in anybody's way."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


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

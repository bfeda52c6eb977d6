"""What TensorFlow says at every start is no news: it is kept out of the log, and nothing else is."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Its libraries say this as soon as they are loaded, before anything can be set that would keep them from it.
NOTICE = re.compile(rb"WARNING: All log messages before absl::InitializeLog|[IW]\d{4} \d\d:\d\d:[\d.]+ ")
PATIENCE = 1.0  # seconds, for a process that was started meanwhile and writes to the same place


@contextmanager
def without_notices() -> Iterator[None]:
    """Within it, notices of libraries written in C++ do not come through to the error stream; everything else does."""
    stream = os.dup(2)
    reading, writing = os.pipe()
    os.dup2(writing, 2)
    os.close(writing)
    relay = threading.Thread(target=_relay, args=(reading, stream), daemon=True)
    relay.start()
    try:
        yield
    finally:
        os.dup2(stream, 2)
        relay.join(PATIENCE)


def _relay(reading: int, stream: int) -> None:
    with open(reading, "rb") as said, open(stream, "wb", buffering=0) as log:
        for line in said:
            if not NOTICE.match(line):
                log.write(line)

"""Calls to the cluster, as the pages wait for them."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future

from metacore.cluster import came


def test_a_call_is_waited_for_as_long_as_is_said_and_no_longer() -> None:
    call: Future[int] = Future()
    started = time.monotonic()
    assert not came(call, 0.1)
    assert 0.1 <= time.monotonic() - started < 0.5
    threading.Timer(0.05, call.set_result, [1]).start()
    started = time.monotonic()
    assert came(call, 5) and time.monotonic() - started < 2
    assert came(call, 0)

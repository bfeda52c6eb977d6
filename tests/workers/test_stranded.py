"""What becomes of calls where no worker is left for a moment."""

from __future__ import annotations

import os
import signal
import time

import pytest

from metacore.workers.cluster import Cluster
from tests.workers.connected import connected


def waited(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


@pytest.mark.parametrize("workers", [1, 2])
def test_calls_are_answered_where_every_worker_is_lost_at_once(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: workers)
    own = Cluster()
    with connected(own) as (client, _):
        assert own.submit(waited, 0.0, by=own).result(timeout=60) == 0, "the next ones are to run where this has run"
        calls = [own.submit(waited, 0.5, by=own) for _ in range(4)]
        time.sleep(0.2)
        for process in client.run(os.getpid).values():
            os.kill(process, signal.SIGKILL)
        assert [call.result(timeout=60) for call in calls] == [0.5] * 4

"""Calls to the cluster, as the pages wait for them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from operator import add
from pathlib import Path

import pytest

from metacore import cluster
from metacore.cluster import Cluster, came


def test_a_call_is_waited_for_as_long_as_is_said_and_no_longer() -> None:
    call: Future[int] = Future()
    started = time.monotonic()
    assert not came(call, 0.1)
    assert 0.1 <= time.monotonic() - started < 0.5
    threading.Timer(0.05, call.set_result, [1]).start()
    started = time.monotonic()
    assert came(call, 5) and time.monotonic() - started < 2
    assert came(call, 0)


def test_a_worker_that_has_grown_large_is_replaced_and_no_answer_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LARGE", 1)
    monkeypatch.setattr(cluster, "HEARTBEAT", 0.1)
    own = Cluster()
    own.keep_ready(time.time, time.time)  # any number of seconds is a great waste
    client = own.start().result()
    first = own.submit(os.getpid).result()
    sums = [own.submit(add, 1, 2)]
    for _ in range(600):
        sums.append(own.submit(add, sums[-1], 1))
        if own.submit(os.getpid).result() != first:
            break
        time.sleep(0.05)
    assert own.submit(os.getpid).result() != first
    monkeypatch.setattr(cluster, "LARGE", 1e9)
    for _ in range(200):
        if not Path(f"/proc/{first}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{first}").exists(), "the old one has ended"
    assert sums[-1].result() == 2 + len(sums)
    assert client.cluster
    cluster._close(client, client.cluster)


@pytest.mark.parametrize(("large", "waste", "goes"), [(1, time.time, True), (1, int, False), (1e9, time.time, False)])
def test_a_worker_goes_only_where_it_is_large_and_much_of_it_is_waste(
    large: float, waste: Callable[[], float], goes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, replaced, workers = threading.Event(), threading.Event(), cluster._workers
    monkeypatch.setattr(cluster, "LARGE", large)
    monkeypatch.setattr(cluster, "HEARTBEAT", 0.1)
    monkeypatch.setattr(cluster, "_workers", lambda client: [workers(client), looked.set()][0])
    monkeypatch.setattr(cluster, "_replace", lambda *_: replaced.set())
    own = Cluster()
    own.keep_ready(waste, time.time)
    client = own.start().result()
    assert looked.wait(20)
    assert replaced.wait(5 if goes else 2) == goes
    assert client.cluster
    cluster._close(client, client.cluster)

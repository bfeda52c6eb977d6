"""Calls to the cluster, as the pages wait for them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from operator import add

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
    assert sums[-1].result() == 2 + len(sums)
    monkeypatch.setattr(cluster, "LARGE", 1e9)
    assert client.cluster
    cluster._close(client, client.cluster)


@pytest.mark.parametrize(("waste", "goes"), [(int, False), (time.time, True)])
def test_a_large_worker_goes_only_where_much_of_it_is_waste(
    waste: Callable[[], float], goes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, replaced = threading.Event(), threading.Event()
    monkeypatch.setattr(cluster, "LARGE", 1)
    monkeypatch.setattr(cluster, "HEARTBEAT", 0.1)
    monkeypatch.setattr(cluster, "_replace", lambda *_: replaced.set())
    own = Cluster()
    own.keep_ready(waste, time.time)
    client = own.start().result()
    ask = client.run
    monkeypatch.setattr(client, "run", lambda *a, **more: [ask(*a, **more), looked.set()][0])
    assert looked.wait(20)
    assert replaced.wait(1) == goes
    assert client.cluster
    cluster._close(client, client.cluster)

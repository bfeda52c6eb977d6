"""Calls to the cluster, as the pages wait for them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from metacore.compiling.background import within
from metacore.workers import cluster, connection, memory, renewal
from metacore.workers.cluster import Cluster, came, result
from tests.workers.connected import connected


def test_a_call_is_waited_for_as_long_as_is_said_and_no_longer() -> None:
    call: Future[int] = Future()
    started = time.monotonic()
    assert not came(call, 0.1)
    assert 0.1 <= time.monotonic() - started < 0.5
    threading.Timer(0.05, call.set_result, [1]).start()
    started = time.monotonic()
    assert came(call, 5) and time.monotonic() - started < 2
    assert came(call, 0)


def test_a_fault_is_told_by_its_cause_and_a_lost_worker_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    call: Future[int] = Future()
    fault = RuntimeError("what went around\nit")
    fault.__cause__ = ModuleNotFoundError("No module named 'metacore'\n and so on")
    call.set_exception(fault)
    assert result(call) == (None, "ModuleNotFoundError: No module named 'metacore'")
    plain: Future[int] = Future()
    plain.set_exception(ValueError("too much"))
    assert result(plain) == (None, "ValueError: too much")
    lost: Future[int] = Future()
    lost.set_exception(type("KilledWorker", (Exception,), {})("gone"))
    assert result(lost) == (None, "")
    monkeypatch.setattr(cluster, "FETCHING", 0.05)
    assert result(Future()) == (None, ""), "it was finished, and its worker was lost before it was fetched"


def test_a_fault_is_one_short_line_in_the_log_with_its_place_and_cause(caplog: pytest.LogCaptureFixture) -> None:
    fault: Future[int] = Future()
    fault.set_exception(RuntimeError("Graph execution error:\n\n" + "node\n" * 20_000 + "the disk is full"))
    assert result(ThreadPoolExecutor(1).submit(within, fault, 0))[1] == "RuntimeError: Graph execution error:"
    line = caplog.handler.format(caplog.records[-1])
    assert "\n" not in line and len(line) < 500
    assert "at background.py:" in line and "RuntimeError: Graph execution error:" in line
    assert line.endswith("the disk is full")


READY: list[object] = []  # in this process and in each worker


def get_ready(things: list[object], seconds: float = 0) -> None:
    READY.append([*things, seconds > 0])


def usage() -> tuple[list[str], int]:
    return ["what is in use"], 10


def no_waste() -> tuple[list[str], int]:
    return ["what is in use"], 0


def ready() -> tuple[int, list[object]]:
    return os.getpid(), READY


RUNS: list[int] = []  # calls of ``counted`` that this worker has run


def counted(number: int) -> int:
    RUNS.append(number)
    return number + 1


def runs() -> list[int]:
    return RUNS


def test_a_worker_that_has_grown_large_is_replaced_and_no_answer_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # another worker would take its calls meanwhile
    monkeypatch.setattr(memory, "large", lambda: 1_000_000)
    monkeypatch.setattr(connection, "MOST", 1e6)
    monkeypatch.setattr(renewal, "HEARTBEAT", 0.1)
    own = Cluster()
    own.keep_ready(get_ready, "the first", usage)
    with connected(own):
        first, _ = own.submit(ready, by=own).result()
        sums, found = [own.submit(counted, 0, by=own, stays=True)], (first, [])
        for _ in range(600):
            sums.append(own.submit(counted, sums[-1], by=own, stays=True))
            if (found := own.submit(ready, by=own).result())[0] != first:
                break
            time.sleep(0.05)
        assert found[0] != first and found[1][0] == ["what is in use", True], "ready before its first call"
        monkeypatch.setattr(memory, "large", lambda: 10**15)
        for _ in range(200):
            if not Path(f"/proc/{first}").exists():
                break
            time.sleep(0.1)
        assert not Path(f"/proc/{first}").exists(), "the old one has ended"
        last = own.submit(counted, sums[-1], by=own)
        assert last.result() == len(sums) + 1
        assert len(sums) in (found := own.submit(runs, by=own).result()) and 0 not in found, (
            "what was known was handed over"
        )


def test_a_worker_that_was_given_up_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.05)  # much less than a process takes to come back
    monkeypatch.setattr(renewal, "HEARTBEAT", 0.1)
    own = Cluster()
    own.keep_ready(get_ready, "the first", no_waste)
    with connected(own) as (client, local):
        before = set(local.workers.values())
        for process in client.run(os.getpid).values():
            os.kill(process, signal.SIGKILL)
        for _ in range(100):
            if new := set(local.workers.values()) - before:
                break
            time.sleep(0.1)
        assert new and own.submit(ready, by=own).result(timeout=60)


def test_there_are_as_many_workers_where_one_is_replaced_while_another_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with connected(Cluster()) as (client, local):
        (stays, it), (lost, _) = renewal.workers(client).items()
        processes = client.run(os.getpid)
        os.kill(processes[lost], signal.SIGKILL)
        while lost in renewal.workers(client):
            time.sleep(0.01)
        renewal._replace(client, local, renewal.Ready(get_ready, []), stays, it["name"])
        client.wait_for_workers(2, timeout=60)
        assert len(local.worker_spec) == 2 and processes[stays] not in client.run(os.getpid).values()


def test_a_new_worker_takes_calls_even_where_it_could_not_be_made_ready(caplog: pytest.LogCaptureFixture) -> None:
    renewal.Ready(lambda things, _: things[0], []).setup(None)  # type: ignore[arg-type]
    assert "could not be made ready" in caplog.text and "IndexError" in caplog.text


def test_a_worker_in_place_of_a_lost_one_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    ready = renewal.Ready(lambda _, seconds: asked.append(seconds), [])
    ready.setup(None)  # type: ignore[arg-type]
    monkeypatch.setattr(renewal, "time", SimpleNamespace(time=lambda: time.time() + renewal.PATIENCE))
    ready.setup(None)  # type: ignore[arg-type]
    assert len(asked) == 1 and 0 < asked[0] <= renewal.PATIENCE


@pytest.mark.parametrize(("large", "usage", "goes"), [(1, usage, True), (1, no_waste, False), (1e9, usage, False)])
def test_a_worker_goes_only_where_it_is_large_and_much_of_it_is_waste(
    large: float, usage: Callable[[], object], goes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, replaced, workers = threading.Event(), threading.Event(), renewal.workers
    monkeypatch.setattr(memory, "large", lambda: int(large * 1e6))
    monkeypatch.setattr(connection, "MOST", 1e6)
    monkeypatch.setattr(renewal, "HEARTBEAT", 0.1)
    monkeypatch.setattr(renewal, "workers", lambda client: [workers(client), looked.set()][0])
    monkeypatch.setattr(renewal, "_replace", lambda *_: replaced.set())
    own = Cluster()
    own.keep_ready(get_ready, "the first", usage)
    with connected(own):
        assert looked.wait(20)
        assert replaced.wait(5 if goes else 2) == goes


def test_scheduler_and_workers_listen_on_this_machine_only() -> None:
    with connected(Cluster()) as (client, local):
        known = [client.scheduler.address, *renewal.workers(client), local.dashboard_link.replace("http", "tcp")]
        assert all(address.startswith("tcp://127.0.0.1:") for address in known), known


def test_slots_are_counted_once_a_second_however_often_they_are_asked_for() -> None:
    own, counted = Cluster(), list[int]()

    def nthreads() -> dict[str, int]:
        counted.append(1)
        return {"one": 2, "other": 1}

    own._client = Future()
    client = SimpleNamespace(nthreads=nthreads, cluster=None, status="running")
    own._client.set_result(client)  # type: ignore[arg-type]
    assert [own.slots for _ in range(5)] == [3] * 5 and len(counted) == 1
    own._counted = own._counted[0] - cluster.COUNTED, 1
    assert own.slots == 3 and len(counted) == 2
    own._counted, client.status = (own._counted[0] - cluster.COUNTED, 3), "connecting"
    assert own.slots == 3 and len(counted) == 2, "a scheduler that is lost is not asked, which would take half a minute"

"""The command ``sweep`` on a cluster started as the README says, with one of its workers killed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dask.distributed import Client

from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.work import Cells, advance, init, judge
from tests.readme import ROOT, shown

SHAPE = "family=linear&shots=4&queries=5&inner_steps=1&meta_batch=3&hidden=4"
QUERY = f"{SHAPE}&x=alpha&xs=0.05,0.3&y=beta&ys=0.003,0.02&steps=40000"
LOCAL = "127.0.0.1"
README = shown("On a cluster", "docs/cluster.md").splitlines()


def start(command: str, port: int, *options: str) -> subprocess.Popen[bytes]:
    """A command of the README, but on this machine and at another port."""
    words = [word.replace("10.0.0.1", LOCAL).replace("8786", str(port)) for word in shlex.split(command, comments=True)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    return subprocess.Popen(["env", f"PATH={path}", *words, *options], cwd=ROOT, **quiet)  # type: ignore[call-overload]


@contextmanager
def sweep(address: str, file: Path, query: str = QUERY) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "metacore", "sweep", query, "--json", str(file), "--scheduler", address]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind((LOCAL, 0))
        return free.getsockname()[1]


@contextmanager
def running(port: int, workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A scheduler at that port, and so many workers of it."""
    scheduler = start(README[0], port, "--port", str(port), "--no-dashboard")
    alone = README[1].replace("--nworkers auto", "--no-nanny")
    there = [start(alone, port, "--host", LOCAL, "--no-dashboard") for _ in range(workers)]
    try:
        yield there
    finally:
        for process in (*there, scheduler):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    port = free_port()
    address = f"tcp://{LOCAL}:{port}"
    with running(port, 2) as workers:
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def until_told(process: subprocess.Popen[str], word: str) -> list[str]:
    """The lines of progress up to the first with ``word``."""
    lines: list[str] = []
    assert process.stderr
    for line in process.stderr:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError(f"{word!r} was never told: {lines}")


def rest(process: subprocess.Popen[str], seconds: float) -> str:
    """What is told from now to the end. (``communicate`` would miss what ``until_told`` has in its buffer.)"""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    assert process.stderr
    left = process.stderr.read()
    process.wait()
    timer.cancel()
    return left


def test_a_worker_is_killed_and_nothing_is_missing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    file = tmp_path / "out.json"
    workers[0].send_signal(signal.SIGSTOP)  # however fast the machine is, it does not get through what it is given
    with sweep(address, file) as process:
        assert "100 %" not in until_told(process, "runs through")[-1]
        workers[0].kill()
        error = rest(process, 50)
    assert process.returncode == 0 and "100 %" in error, error
    found = read(file)
    assert found["partial"] is False and [cell["steps"] for cell in found["cells"]] == [[40_000]] * 4
    runs = Sweep.parse(QUERY).runs
    now: Cells = advance(runs, init(runs), 40_000)[0]
    means = judge(runs, now).metric.mean(axis=1)
    np.testing.assert_allclose([cell["new"]["error"]["mean"] for cell in found["cells"]], means, atol=0.01)


def test_interrupting_leaves_what_has_come_back(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    query = QUERY.replace("40000", "50000").replace("meta_batch=3", "meta_batch=50")
    with sweep(cluster[0], file, query) as process:
        until_told(process, "runs through")
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        error = rest(process, 20)
    assert process.returncode == 130 and "interrupted" in error and "Traceback" not in error
    assert time.monotonic() - started < 5
    found = read(file)
    assert found["partial"] is True and found["best"] is None and len(found["cells"]) >= 1
    assert all(cell["new"] is None and cell["steps"][0] < 50_000 for cell in found["cells"])

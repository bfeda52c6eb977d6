"""The log of a server: silent as long as all is well."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.readme import ROOT

LONGEST = 240  # seconds that a slow machine may take to import TensorFlow and compile
# Runs of several shapes as visitors have them trained, and what is measured and combined besides.
WORK = """
from metacore.evaluation.measuring import View
from metacore.evaluation.yardsticks import piece
from metacore.studies.playground.work import Ask, Update, next_update
from metacore.training.engine import Budget, advance, init
from metacore.workers.cluster import CLUSTER, result
from tests.examples import small

def some():
    return [small("linear"), small("sinusoid", "reptile"), small("linear", "anil", tasks=7), small("moons", "cnp"),
            small("gp", "alpaca"), small("blobs", "ridge"), small("linear", ensemble="average", tasks=5)]

if __name__ == "__main__":
    calls = [CLUSTER.submit(next_update, Update(run, init(run)), Ask((View(),), 0.2, True), by=run) for run in some()]
    calls += [CLUSTER.submit(advance, run, init(run), Budget(200), by=run) for run in some()]
    calls += [CLUSTER.submit(piece, run, number, by=run) for run in some()[:3] for number in range(3)]
    for call in calls:
        assert result(call)[1] == ""
    print("done")
"""


def test_training_of_all_kinds_says_nothing(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK, "utf-8")
    places = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=os.environ | places)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_server_says_where_it_is_and_nothing_else(tmp_path: Path) -> None:
    """Until its worker has loaded TensorFlow, and has compiled and kept what the first visitor will ask for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = [f"--server.port={free.getsockname()[1]}", "--server.address=127.0.0.1"]
    log = tmp_path / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *place],
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=os.environ | {"TMPDIR": str(tmp_path)},
        )
    try:
        last = time.monotonic() + LONGEST
        while not [*tmp_path.glob("metacore-programs-*/*.pb")]:
            assert time.monotonic() < last and server.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
        lines = [line.strip() for line in log.read_text("utf-8").splitlines() if line.strip()]
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert len(lines) == 2 and "You can now view" in lines[0] and lines[1].startswith("URL: "), lines

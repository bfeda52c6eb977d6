"""The script that comes with a saved model runs as it is, and goes by the names of columns."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from metacore import saved
from metacore.run import Run
from metacore.tables.tabling import tabled
from metacore.training.engine import init
from tests.examples import TABLE, small, small_over
from tests.tables.sheets import CHOICE, sheet

ROOT = Path(__file__).parents[2]
COLUMNS = {
    "kind": ["no", "yes", 'per"haps'] * 32,
    "day": ["31.12.2019", "30.01.2020"] * 48,
    "colour, mostly": ["red", "grün", "blue"] * 32,
}
MIXED = replace(CHOICE, features=("size", "day", "colour, mostly"))


def over(target: str) -> Run:
    kind = "classification" if target == "kind" else "regression"
    return small_over(tabled(sheet(**COLUMNS), replace(MIXED, target=target, kind=kind)).table)  # type: ignore[arg-type]


RUNS = {"values": over("price"), "classes": over("kind"), "no schema": small_over(TABLE), "no table": small("linear")}


@pytest.mark.parametrize("kind", RUNS)
def test_it_runs_in_a_process_of_its_own(kind: str, tmp_path: Path) -> None:
    run = RUNS[kind]
    (tmp_path / "shops.npz").write_bytes(saved.packed(run, init(run)))
    script = saved.script(run, "shops.npz")
    (tmp_path / "adapt.py").write_text(script, encoding="ascii")
    assert len(script.strip().splitlines()) <= 11
    if kind in ("values", "classes"):
        assert "pd.DataFrame" in script and all(json.dumps(name) in script for name in MIXED.features)
    done = subprocess.run(
        [sys.executable, "adapt.py"], capture_output=True, text=True, cwd=tmp_path, timeout=100,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip().strip("[]").split("\n")) == (4 if run.problem.classes else 1)

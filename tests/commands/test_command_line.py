"""The command line: what it writes, what it refuses, and how it says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from metacore.__main__ import main
from metacore.run import Run
from metacore.run_dials import common_dials
from metacore.training.engine import Budget, advance, init
from tests.examples import ALGORITHMS, COMBINERS, FAMILIES, LEARNERS, POOLS, small, uncompiled

ROOT = Path(__file__).parents[2]


def strict(text: str) -> Any:
    """JSON as its standard has it: no NaN, no Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "metacore", *arguments], capture_output=True, text=True, cwd=ROOT, timeout=120
    )


def test_training_writes_everything_that_is_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, file = small(shots=10), tmp_path / "out.json"
    assert main(["train", run.query(), "--steps", "9", "--json", str(file)]) == 0
    found = strict(file.read_text("utf-8"))
    assert found["steps"] == 9 and found["metric"] == "error" and found["diverged"] is False
    assert found["seconds"] > 0 and found["compile_seconds"] >= 0
    for interval in (found["before"], found["after"], *found["yardsticks"].values()):
        assert set(interval) == {"mean", "ci95", "tasks"} and interval["tasks"] == 600
    assert set(found["yardsticks"]) == {"floor", "scratch", "majority", "unadapted"}
    state = advance(run, init(run), Budget(9)).state
    assert found["meta_loss"] == state.training.points.tolist(), "the same numbers as anywhere else"
    settings = {**found["run"], "hidden": tuple(found["run"]["hidden"])}
    assert Run.of(settings) == run, "the run is complete"
    assert "9 meta-steps" in capsys.readouterr().out


def test_the_method_that_suits_a_table_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setattr("metacore.training.shortlist.RUNGS", (4, 8))
    with uncompiled():
        run = small("table", algorithm="alpaca")
        assert main(["choose", run.query()]) == 0
    told = capsys.readouterr()
    found = strict(told.out)
    assert found["chosen"] == found["standings"][0]["method"] and found["standings"][0]["trained_steps"] == 8
    assert [line["trained_steps"] for line in found["standings"]] == [8, 8, 4] and "choose: step 8" in told.err
    assert main(["choose", "family=table&dataset=own"]) == 2 and "did not travel" in capsys.readouterr().err


def test_a_diverged_run_says_so_and_still_writes_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.json"
    run = small("sinusoid", shots=10, alpha=10.0, beta=1.0)
    assert main(["train", run.query(), "--steps", "3000", "--json", str(file)]) == 1
    error = capsys.readouterr().err
    assert "lower alpha or beta" in error
    found = strict(file.read_text("utf-8"))
    assert found["diverged"] is True and f"step {found['steps']}:" in error


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("tempo=3", ["address:", "“tempo”", "family, tasks"]),
        ("=3", ["address:", "“an empty name”", "family, tasks"]),
        ("alpha=fast", ["alpha:", "“fast”", "a number from 0 to 10"]),
        ("shots=2.5", ["shots:", "“2.5”", "a whole number from 1 to 50"]),
        ("shots=51", ["shots:", "“51”", "a whole number from 1 to 50"]),
        ("alpha=-1", ["alpha:", "“-1”", "a number from 0 to 10"]),
        ("alpha=nan", ["alpha:", "“nan”", "a number from 0 to 10"]),
        ("hidden=0", ["hidden:", "“0”", "whole numbers from 1 to 128"]),
        ("algorithm=magic", ["algorithm:", "“magic”", "maml"]),
        ("alpha=1&alpha=2", ["alpha:", "“1 and 2”", "once"]),
        ("alpha=", ["alpha:", "“”", "a number from 0 to 10"]),
    ],
)
def test_a_bad_query_is_refused_in_words(query: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", query, "--steps", "1"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("error: ") and not shown.out
    assert all(part in shown.err for part in parts), shown.err


@pytest.mark.parametrize("steps", ["-1", "1.5", "many", "", "10000001", "9" * 5000])
def test_a_bad_number_of_steps_is_refused(steps: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["train", "family=linear", f"--steps={steps}"])
    assert caught.value.code == 2 and "--steps" in capsys.readouterr().err


def test_the_catalogue_lists_everything_with_its_dials(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--json", "-"]) == 0
    found = strict(capsys.readouterr().out)
    names = {
        "families": FAMILIES,
        "algorithms": ALGORITHMS,
        "learners": LEARNERS,
        "ensembles": COMBINERS,
        "pools": POOLS,
    }
    assert {kind: tuple(found[kind]) for kind in names} == names
    assert [dial["name"] for dial in found["dials"]] == [dial.name for dial in common_dials()]
    for kind in names:
        for part in found[kind].values():
            assert part["label"] and part["sentence"] and part["source"] and isinstance(part["dials"], list)


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--json", str(tmp_path / "no" / "out.json")]) == 2
    assert "--json:" in capsys.readouterr().err


def test_training_into_a_file_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", small(shots=10).query(), "--steps", "9", "--json", str(tmp_path / "no" / "out.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_real_command_refuses_with_two_and_no_traceback() -> None:
    done = command("train", "shots=51")
    assert done.returncode == 2 and not done.stdout
    assert done.stderr == "error: shots: “51” is not allowed. Use a whole number from 1 to 50.\n"


def test_the_real_command_writes_the_catalogue() -> None:
    done = command("catalogue", "--json", "-")
    assert done.returncode == 0 and set(strict(done.stdout)["families"]) == set(FAMILIES)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("x=tempo", ["x: “tempo”", "alpha"]),
        ("x=alpha&xs=0.1", ["xs: “0.1”", "2 to 16"]),
        ("x=alpha&y=alpha", ["y: “alpha”"]),
    ],
)
def test_a_bad_sweep_is_refused_in_words(query: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", query]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("error: ") and all(part in shown.err for part in parts) and not shown.out


def test_a_bad_scheduler_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["sweep", "x=alpha", "--scheduler", "here:8786"])
    assert caught.value.code == 2 and "tcp://host:8786" in capsys.readouterr().err

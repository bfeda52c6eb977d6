"""A visitor's file on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from metacore import saved
from metacore.__main__ import main
from metacore.commands.data import run_over
from metacore.dials import DialError
from metacore.tables.columns import DataError

QUICK = "shots=3&queries=4&hidden=4&meta_batch=3&inner_steps=1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    random, path = np.random.default_rng(1), tmp_path / "shops.csv"
    lines = [f"shop {n // 12},{random.integers(9)},{'yes' if n % 3 else 'no'},{random.normal():.4f}" for n in range(96)]
    path.write_text("\n".join(["shop,size,open,price", *lines]), encoding="utf-8")
    return path


def test_what_is_not_chosen_is_proposed(file: Path) -> None:
    run = run_over(QUICK, file)
    assert run.family == "table" and run.table and run.table.tasks[0] == "shop 0"
    assert run.table.target == "price" and run.problem.kind == "regression" and run.shots == 3
    other = run_over(f"family=table&dataset=own&target=open&{QUICK}", file)
    assert other.problem.kind == "classification" and other.table and "price" in other.table.features
    assert run_over(f"target=open&features=size&{QUICK}", file).problem.features == 1


@pytest.mark.parametrize(
    ("query", "fault", "words"),
    [
        ("family=linear", DialError, "family: “linear”"),
        ("dataset=wine", DialError, "dataset: “wine”"),
        ("target=nowhere", DataError, "“nowhere”"),
        ("least_rows=x", DialError, "least_rows"),
        ("tempo=3", DialError, "“tempo”"),
    ],
)
def test_what_is_not_possible_is_named(file: Path, query: str, fault: type[Exception], words: str) -> None:
    with pytest.raises(fault, match=words):
        run_over(query, file)
    assert main(["train", query, "--data", str(file), "--steps", "1"]) == 2


def test_from_a_file_to_what_is_taken_away(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {name: str(tmp_path / name) for name in ("out.json", "model.npz", "predictions.csv", "scores.csv")}
    options = ["--json", names["out.json"], "--save", names["model.npz"], "--predictions", names["predictions.csv"]]
    arguments = ["train", f"target=open&{QUICK}", "--data", str(file), "--steps", "5", *options]
    assert main([*arguments, "--scores", names["scores.csv"]]) == 0
    found = json.loads(Path(names["out.json"]).read_text("utf-8"))
    assert found["steps"] == 5 and set(found["yardsticks"]) == {"pooled", "scratch", "centroid", "majority"}
    assert found["after"]["tasks"] == 2 and saved.load(names["model.npz"]).about["classes"] == ["no", "yes"]
    with open(names["predictions.csv"], encoding="utf-8") as text:
        assert {row["open"] for row in csv.DictReader(text)} <= {"yes", "no"}
    assert "5 meta-steps" in capsys.readouterr().out


def test_a_file_that_is_not_there_and_predictions_of_no_table_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "", "--data", "/nowhere/at/all.csv"]) == 2
    assert main(["train", "family=linear", "--predictions", "/tmp/x.csv"]) == 2
    errors = capsys.readouterr().err
    assert "all.csv" in errors and "--predictions: “linear” is not allowed" in errors

"""A visitor's file on the command line."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from metacore import saved
from metacore.__main__ import main
from metacore.commands.data import run_over
from metacore.commands.train import tell
from metacore.dials import DialError
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.tables.choice import Choice
from metacore.tables.columns import DataError

QUICK = "shots=3&queries=4&hidden=4&meta_batch=3&inner_steps=1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    random, path = np.random.default_rng(1), tmp_path / "shops.csv"
    lines = [f"shop {n // 12},{random.integers(9)},{'yes' if n % 3 else 'no'},{random.normal():.4f}" for n in range(96)]
    path.write_text("\n".join(["shop,size,open,price", *lines]), encoding="utf-8")
    return path


def test_what_is_not_chosen_is_proposed(file: Path) -> None:
    run, report = run_over(QUICK, file)
    assert Choice.parse(report["choice"]).target == "price"  # type: ignore[arg-type]
    assert run.family == "table" and run.table and run.table.tasks[0] == "shop 0"
    assert run.table.target == "price" and run.problem.kind == "regression" and run.shots == 3
    other, _ = run_over(f"family=table&dataset=own&target=open&{QUICK}", file)
    assert other.problem.kind == "classification" and other.table and "price" in other.table.features
    assert run_over(f"target=open&features=size&{QUICK}", file)[0].problem.features == 1


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
    assert found["steps"] == 5 and set(found["yardsticks"]) == {"pooled", "scratch", "centroid", "majority", *RIVALS}
    assert found["after"]["tasks"] == 2 and saved.load(names["model.npz"]).about["classes"] == ["no", "yes"]
    with open(names["predictions.csv"], encoding="utf-8") as text:
        assert {row["open"] for row in csv.DictReader(text)} <= {"yes", "no"}
    shown = capsys.readouterr()
    assert "5 meta-steps" in shown.out
    for title, part in (("Kept", "kept"), ("Left out or changed", "left_out"), ("Noticed", "noticed")):
        assert all(f"{title}: {line}\n" in shown.err for line in found["data"][part])
    assert found["data"]["kept"][0].startswith("8 tasks with 96 rows")


def test_an_interval_of_one_task_is_not_infinite_but_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = ({"mean": 0.5, "ci95": float("inf") if tasks == 1 else 0.1, "tasks": tasks} for tasks in (1, 2))
    tell({"steps": 1, "seconds": 1.0, "steps_per_second": 1, "metric": "mse", "before": one, "after": two,
          "yardsticks": {}})  # fmt: skip
    assert capsys.readouterr().out.splitlines()[1:] == [
        "before     mse 0.500  (1 task: too few for an interval)",
        "after      mse 0.500 ± 0.100  (2 tasks)",
    ]


def gaps(path: Path, target: str, prefix: str) -> tuple[Path, list[dict[str, str]]]:
    """Another file of the same columns in another order, with gaps; and the rows as they were before."""
    random = np.random.default_rng(2)
    rows = [
        {"note": f"row {n}", "price": f"{random.normal():.4f}", "open": "yes" if n % 3 else "no",
         "size": str(random.integers(9)), "shop": f"{prefix} {n % 5}"}
        for n in range(40)
    ]  # fmt: skip
    blank = [row | {target: ""} if n % 4 == 1 or n % 5 == 3 else row for n, row in enumerate(rows)]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(blank)
    return path, blank


@pytest.mark.parametrize("target", ["open", "price"])
def test_a_saved_model_completes_another_file(
    target: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, outs = tmp_path / "model.npz", [tmp_path / "out.csv", tmp_path / "out.xlsx"]
    assert main(["train", f"target={target}&{QUICK}", "--data", str(file), "--steps", "5", "--save", str(model)]) == 0
    other, given = gaps(tmp_path / "other.csv", target, "place")
    assert main(["predict", str(model), str(other), "--out", str(outs[0]), "--out", str(outs[1])]) == 0
    assert "40 rows: " in capsys.readouterr().err
    with outs[0].open(encoding="utf-8-sig") as text:
        rows = list(csv.DictReader(text))
    sheet = openpyxl.load_workbook(outs[1]).active
    header, *lines = [list(line) for line in sheet.values]
    assert header == list(rows[0]) and header[:5] == list(given[0]) and len(rows) == len(lines) == 40
    known = Counter(row["shop"] for row in given if row[target])
    for before, row, line in zip(given, rows, lines, strict=True):
        for name in before:
            assert row[name] == before[name], "to the letter"
            cell = line[header.index(name)]
            assert cell == (float(before[name]) if isinstance(cell, int | float) else before[name] or None)
            assert isinstance(cell, int | float) == (name in ("size", "price") and before[name] != "")
        told, how = row[f"{target} completed"], row[f"how {target} is known"]
        if before[target]:
            assert how == "known" and (told == row[target] or float(told) == float(row[target]))
        elif known[before["shop"]]:
            assert how == f"predicted from {known[before['shop']]} known rows" and told
        else:
            assert how == "predicted, nothing known of this task" and told
    assert known["place 3"] == 0


def test_what_does_not_fit_is_named_and_nothing_is_written(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, out = tmp_path / "model.npz", tmp_path / "out.csv"
    assert main(["train", f"target=price&{QUICK}", "--data", str(file), "--steps", "1", "--save", str(model)]) == 0
    other = tmp_path / "other.csv"
    other.write_text("shop,sise,open,price\na,1,yes,\na,2,no,3\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["predict", str(model), str(other), "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert "no column “size”" in error and "“sise”" in error and "“shop”, “size”, “open”, “price”" in error
    assert main(["predict", str(other), str(other), "--out", str(out)]) == 2
    assert "The model: it is none that was saved here" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["predict", str(model), str(other), "--out", "out.txt"])
    assert ".csv or .xlsx" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_predictions_of_no_table_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "", "--data", "/nowhere/at/all.csv"]) == 2
    assert main(["train", "family=linear", "--predictions", "/tmp/x.csv"]) == 2
    errors = capsys.readouterr().err
    assert "all.csv" in errors and "--predictions: “linear” is not allowed" in errors

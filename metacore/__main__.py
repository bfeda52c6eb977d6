"""The command line: ``python -m metacore train QUERY``; also ``predict``, ``choose``, ``sweep`` and ``catalogue``."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from pathlib import Path
from typing import Any

from metacore.commands.catalogue import listing
from metacore.commands.train import EXPORTS, tell, trained
from metacore.dials import DialError
from metacore.run import Run
from metacore.studies.sweep.question import Sweep


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 when it went well, 2 for what is not allowed, 1 for a run that diverged."""
    chosen = _parser().parse_args(arguments)
    commands = {"catalogue": _catalogue, "choose": _choose, "predict": _predict, "sweep": _sweep, "train": _train}
    try:
        return commands[chosen.command](chosen)
    except Refusal as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metacore", description="Meta-learning without a browser.")
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train a run and measure it on new tasks")
    train.add_argument("query", help="the run, like 'family=linear&algorithm=maml&alpha=0.1'")
    choose = commands.add_parser("choose", help="race a few methods on the validation tasks: which suits a table")
    choose.add_argument("query", help="the run, like 'family=table&dataset=gapminder'; its algorithm has no say")
    for command in (train, choose):
        command.add_argument(
            "--data", type=Path, metavar="FILE",
            help="a table of many tasks (CSV, Excel, Parquet); the query's task_column, target, features choose columns"
        )  # fmt: skip
    for name, what in EXPORTS.items():
        train.add_argument(f"--{name}", metavar="FILE", help=f"write {what} here")
    train.add_argument("--steps", type=_steps, default=3000, help="meta-steps to train (default 3000)")
    predict = commands.add_parser("predict", help="fill in what a file does not know, by a model that was saved")
    predict.add_argument("model", type=Path, help="what train --save wrote (.npz)")
    predict.add_argument("file", type=Path, help="a table with the same columns, the target empty where it is asked")
    predict.add_argument(
        "--out", type=_table, action="append", required=True, metavar="FILE",
        help="write the completed table here (.csv or .xlsx); may be given more than once",
    )  # fmt: skip
    sweep = commands.add_parser("sweep", help="train a grid of runs and measure each on new tasks")
    sweep.add_argument("query", help="the sweep, like 'family=linear&x=alpha&xs=0.01,0.1,1&y=beta&ys=0.001,0.01'")
    sweep.add_argument(
        "--scheduler", metavar="ADDRESS", type=_address,
        help="the Dask scheduler, like tcp://host:8786; without it, DASK_SCHEDULER_ADDRESS or workers of this machine",
    )  # fmt: skip
    catalogue = commands.add_parser("catalogue", help="every family, algorithm, learner, ensemble and pool")
    for command in (train, choose, sweep, catalogue):
        command.add_argument("--json", metavar="FILE", help="write the result here; - for standard output")
    return parser


class Refusal(ValueError):
    """What is not allowed; the message says why."""


def _catalogue(chosen: argparse.Namespace) -> int:
    _check(chosen.json, "json")
    return _write(listing(), chosen.json or "-")


def _train(chosen: argparse.Namespace) -> int:
    exports = {name: file for name in EXPORTS if (file := getattr(chosen, name))}
    try:
        run, report = _run(chosen.query, chosen.data)
        if "predictions" in exports and not getattr(run.task_family, "table", None):
            raise DialError("--predictions", run.family, "a table of data as family")
    except (ValueError, OSError) as fault:  # what is wrong with a dial, with the data, or with the file
        raise Refusal(fault) from None
    for name, file in (("json", chosen.json), *exports.items()):
        _check(file, name)
    result, diverged = trained(run, chosen.steps, exports)
    if report:
        result["data"] = report
    if chosen.json != "-":
        tell(result)
    if diverged:
        step = result["steps"]
        print(f"error: the loss was no longer a number after step {step}: lower alpha or beta", file=sys.stderr)
    return (_write(result, chosen.json) if chosen.json else 0) or int(diverged)


def _run(query: str, data: Path | None) -> tuple[Run, Any]:
    """The run, and what became of the file that it is over, which is told at once."""
    if data is None:
        return Run.parse(query), None
    from metacore.commands.data import run_over, tell

    run, report = run_over(query, data)
    tell(report)
    return run, report


def _predict(chosen: argparse.Namespace) -> int:
    from metacore.commands.predict import predict

    for file in chosen.out:
        _check(str(file), "out")
    try:
        predict(chosen.model, chosen.file, chosen.out)
    except (ValueError, OSError) as fault:  # what is wrong with the model, with the table, or with a file
        raise Refusal(fault) from None
    return 0


def _choose(chosen: argparse.Namespace) -> int:
    from metacore.commands import choose

    try:
        base, _ = _run(chosen.query, chosen.data)
    except (ValueError, OSError) as fault:
        raise Refusal(fault) from None
    _check(chosen.json, "json")
    return _write(choose.chosen(base), chosen.json or "-")


def _sweep(chosen: argparse.Namespace) -> int:
    from metacore.commands.sweep import run_sweep

    file = chosen.json or "-"
    try:
        sweep = Sweep.parse(chosen.query)
    except DialError as fault:
        raise Refusal(fault) from None
    _check(file, "json")
    return run_sweep(sweep, chosen.scheduler or "", lambda result: _write(result, file), partly=file != "-")


def _steps(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not allowed. Use a whole number from 0 to 10000000.")
    return int(text)


def _table(text: str) -> Path:
    if Path(text).suffix.lower() not in (".csv", ".xlsx"):
        raise argparse.ArgumentTypeError(f"“{text}” is not allowed. Use a name that ends in .csv or .xlsx.")
    return Path(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls|ws|wss)://\S+", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not allowed. Use an address like tcp://host:8786.")
    return text


def _write(result: dict[str, Any], file: str) -> int:
    text = json.dumps(_finite(result), indent=1, ensure_ascii=False, allow_nan=False)
    if file == "-":
        print(text)
        return 0
    Path(file).write_text(text + "\n", encoding="utf-8")
    return 0


def _check(file: str | None, option: str) -> None:
    """Raises Refusal where ``file`` cannot be written: told before the work, not after it."""
    if file in (None, "-"):
        return
    try:
        with open(file, "a"):
            pass
    except OSError as fault:
        raise Refusal(f"--{option}: “{file}” cannot be written: {fault.strerror}") from None


def _finite(value: Any) -> Any:
    """``value`` with null in place of every number that JSON cannot say."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    sys.exit(main())

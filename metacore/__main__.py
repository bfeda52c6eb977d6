"""The command line: ``python -m metacore train 'QUERY' --steps N --json FILE``, and ``sweep`` and ``catalogue``."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.run import Run, common_dials
from metacore.sweep import Sweep


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 when it went well, 2 for a query that is not allowed, 1 for a run that diverged."""
    parser = argparse.ArgumentParser(prog="python -m metacore", description="Meta-learning without a browser.")
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train a run and measure it on new tasks")
    train.add_argument("query", help="the run, like 'family=linear&algorithm=maml&alpha=0.1'")
    train.add_argument("--steps", type=_steps, default=3000, help="meta-steps to train (default 3000)")
    sweep = commands.add_parser("sweep", help="train a grid of runs and measure each on new tasks")
    sweep.add_argument("query", help="the sweep, like 'family=linear&x=alpha&xs=0.01,0.1,1&y=beta&ys=0.001,0.01'")
    sweep.add_argument(
        "--scheduler", metavar="ADDRESS", type=_address, default="",
        help="the Dask scheduler, like tcp://host:8786; without it, DASK_SCHEDULER_ADDRESS or workers of this machine",
    )  # fmt: skip
    catalogue = commands.add_parser("catalogue", help="every family, algorithm, learner, ensemble and pool")
    for command in (train, sweep, catalogue):
        command.add_argument("--json", metavar="FILE", help="write the result here; - for standard output")
    chosen = parser.parse_args(arguments)
    if chosen.command == "catalogue":
        return _write(listing(), chosen.json or "-")
    read: Callable[[str], Any] = Run.parse if chosen.command == "train" else Sweep.parse
    try:
        thing = read(chosen.query)
    except DialError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 2
    if chosen.json and chosen.json != "-" and not _writable(chosen.json):
        return 2
    if chosen.command == "sweep":
        return _sweep(thing, chosen.scheduler, chosen.json or "-")
    return _train(thing, chosen.steps, chosen.json)


def _sweep(sweep: Sweep, address: str, file: str) -> int:
    from metacore.sweep_command import run_sweep

    return run_sweep(sweep, address, lambda result: _write(result, file), partly=file != "-")


def _steps(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not allowed. Use a whole number from 0 to 10000000.")
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls|ws|wss)://\S+", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not allowed. Use an address like tcp://host:8786.")
    return text


def _train(run: Run, steps: int, file: str | None) -> int:
    from metacore.engine import Budget, advance, init
    from metacore.evaluation import Interval, measure
    from metacore.losses import metric
    from metacore.yardsticks import exact_log_likelihood, yardsticks

    state, seconds, compile_seconds = advance(run, init(run), Budget(steps))
    found = measure(run, state)
    result = {
        "run": dict(run.settings),
        "steps": state.step,
        "seconds": seconds,
        "compile_seconds": compile_seconds,
        "steps_per_second": state.step / seconds if seconds else None,
        "meta_loss": state.training.points.tolist(),
        "meta_loss_steps": state.training.steps.tolist(),
        "diverged": state.diverged,
        "metric": metric(run.problem),
        "before": Interval.over(found["before"])._asdict(),
        "after": Interval.over(found["after"])._asdict(),
        "yardsticks": {name: interval._asdict() for name, interval in yardsticks(run).items()},
    }
    if "log_likelihood" in found:
        result["log_likelihood"] = Interval.over(found["log_likelihood"])._asdict()
    if exact := exact_log_likelihood(run):
        result["exact_log_likelihood"] = exact._asdict()
    if file != "-":
        _tell(result)
    if state.diverged:
        print(f"error: the loss was no longer a number after step {state.step}: lower alpha or beta", file=sys.stderr)
    return (_write(result, file) if file else 0) or int(state.diverged)


def _tell(result: dict[str, Any]) -> None:
    print(f"{result['steps']} meta-steps in {result['seconds']:.1f} s, {result['steps_per_second'] or 0:.0f} a second")
    rows = {"before": result["before"], "after": result["after"], **result["yardsticks"]}
    rows = {f"{name:10} {result['metric']}": interval for name, interval in rows.items()}
    rows |= {name: result[name] for name in ("log_likelihood", "exact_log_likelihood") if name in result}
    for name, interval in rows.items():
        print(f"{name} {interval['mean']:.3f} ± {interval['ci95']:.3f}  ({interval['tasks']} tasks)")


def listing() -> dict[str, Any]:
    """Everything the registry finds, with its words and dials, and the dials that every run has."""

    def parts(found: dict[str, Any]) -> dict[str, Any]:
        return {
            name: asdict(part.card) | {"dials": [_dial(dial) for dial in getattr(part, "dials", ())]}
            for name, part in found.items()
        }

    return {
        "dials": [_dial(dial) for dial in common_dials()],
        "families": parts(registry.families()),
        "algorithms": parts(registry.algorithms()),
        "learners": parts(registry.learners()),
        "ensembles": parts(registry.combiners()),
        "pools": parts(registry.pools()),
    }


def _dial(dial: Dial) -> dict[str, Any]:
    return {
        "name": dial.name,
        "label": dial.label,
        "help": dial.help,
        "default": dial.default,
        "allowed": dial.allowed,
        "live": dial.live,
    }


def _write(result: dict[str, Any], file: str) -> int:
    text = json.dumps(_finite(result), indent=1, ensure_ascii=False, allow_nan=False)
    if file == "-":
        print(text)
        return 0
    if not _writable(file):
        return 2
    Path(file).write_text(text + "\n", encoding="utf-8")
    return 0


def _writable(file: str) -> bool:
    try:
        with open(file, "a"):
            return True
    except OSError as fault:
        print(f"error: --json: “{file}” cannot be written: {fault.strerror}", file=sys.stderr)
        return False


def _finite(value: Any) -> Any:
    """``value`` with null in place of every number that JSON cannot say."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    sys.exit(main())

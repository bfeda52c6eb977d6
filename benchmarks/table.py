"""Every method on every family: error on new tasks with its interval, beside the floor. Prints a Markdown table.

    python -m benchmarks.table --steps 1000 [--families linear,blobs] [--methods maml,cnp]

All methods practise on the same endless tasks, at their own defaults. Work is spread over the machine's cores.
"""

from __future__ import annotations

import argparse
import os
from multiprocessing import get_context

from benchmarks.results import written
from metacore import registry
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.registry import serving
from metacore.run import Run
from metacore.studies.compare.question import SHARED

ABOUT = """
Error on 600 new tasks (share of wrong answers, or squared error) with its 95 % interval over tasks. Every method at
its own defaults, on the same endless tasks of each kind; of digits and tables there are as many as were recorded, and
no floor is known. A dash: the method does not serve that kind.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--families", default=",".join(registry.families()))
    # Training from scratch has its row among the yardsticks: it learns nothing by more meta-steps.
    others = [name for name in registry.algorithms() if name != "scratch"]
    parser.add_argument("--methods", default=",".join(others))
    chosen = parser.parse_args()
    families, methods = chosen.families.split(","), chosen.methods.split(",")
    problems = {family: Run.of({"family": family}).problem for family in families}
    pairs = [(f, m) for m in methods for f in families if m in serving(problems[f])]
    # Fresh processes now and then: each new shape leaves compiled programs behind.
    with get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=15) as pool:
        floors = {family: pool.apply_async(floor, [family]) for family in families}
        cells = {pair: pool.apply_async(measured, [*pair, chosen.steps]) for pair in pairs}
        print(f"| {chosen.steps} meta-steps | " + " | ".join(families) + " |")
        print("|---" * (len(families) + 1) + "|")
        for name in ("floor", "scratch"):
            row = [shown(floors[f].get()[name], metric(problems[f])) for f in families]
            print(f"| *{name}* | " + " | ".join(row) + " |", flush=True)
        for method in methods:
            row = [
                shown(cells[f, method].get() if (f, method) in cells else None, metric(problems[f])) for f in families
            ]
            print(f"| {method} | " + " | ".join(row) + " |", flush=True)


def shown(cell: Interval | str | None, unit: str) -> str:
    """One cell: the figure, a dash where there can be none, a word where it has none."""
    return headline(cell, unit) if isinstance(cell, Interval) else cell or "–"


def floor(family: str) -> dict[str, Interval | None]:
    """The floor, which recorded tasks have not, and training from scratch on one family."""
    from metacore.evaluation.yardsticks import yardsticks

    found = yardsticks(Run.of({"family": family}))
    return {name: found.get(name) for name in ("floor", "scratch")}


def measured(family: str, method: str, steps: int) -> Interval | str:
    """The error of one method on one family after ``steps``."""
    from metacore.evaluation.measuring import measure
    from metacore.training.engine import Budget, advance, init

    run = race_run(family, method)
    state = advance(run, init(run), Budget(steps)).state
    return "diverged" if state.diverged else Interval.over(measure(run, state)["after"])


def race_run(family: str, method: str) -> Run:
    """The run of ``method`` as a race on ``family`` would have it: its own defaults, everybody's tasks."""
    shared = Run.of({"family": family})
    return Run.of({name: getattr(shared, name) for name in SHARED} | {"algorithm": method})


if __name__ == "__main__":
    with written("table", "Which method wins where", ABOUT):
        main()

"""The figures that methods are held to, each with its yardsticks. Prints a Markdown table.

    python -m benchmarks.targets [--only transformer]

Every row is a run that `python -m metacore train` repeats; "wanted" is the figure it must reach.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

from benchmarks.results import written
from metacore.evaluation.adaptation import SHOTS, by_shots
from metacore.evaluation.ideal import exact_log_likelihood
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import yardsticks
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.run import Run
from metacore.training.engine import Budget, advance, init

ABOUT = """
Every row is a run that `python -m metacore train 'RUN' --steps STEPS` repeats. "Wanted" is what it must reach;
"exact" is the log-likelihood of the exact posterior.
"""


class Target(NamedTuple):
    query: str
    steps: int
    wanted: str
    points: int = 0  # support points at adaptation; 0: as many as in training


FINN = "family=sinusoid&shots=10&alpha=0.01&inner_steps=1&hidden=40,40&beta=0.001"
LI = "family=sinusoid_frequency&inner_steps=1&hidden=40,40&beta=0.001&meta_batch=25"
TARGETS = (
    Target("family=linear&algorithm=maml&alpha=0.1&beta=0.01&shots=10", 3000, "≤ 10 %"),
    Target("family=linear&algorithm=transformer&shots=10", 3000, "≤ 8.5 % in 90 s"),
    Target("family=linear&algorithm=transformer&shots=10", 8000, "≤ 1.15 × floor"),
    Target("family=linear&algorithm=transformer&shots=5", 4000, "stated"),
    Target("family=linear&algorithm=transformer&shots=20", 4000, "stated"),
    Target(f"{FINN}&algorithm=maml", 40_000, "< 0.52"),
    Target(f"{FINN}&algorithm=meta_sgd", 40_000, "below MAML"),
    Target("family=sinusoid&algorithm=alpaca&shots=10", 20_000, "< 0.05"),
    *(
        Target(f"{LI}&algorithm={method}&shots=5&alpha=0.01", 60_000, f"{wanted}, trained on 5", points)
        for points, maml, meta_sgd in ((5, "1.13", "0.90"), (10, "0.85", "0.63"), (20, "0.71", "0.50"))
        for method, wanted in (("maml", f"{maml} published"), ("meta_sgd", f"{meta_sgd} published"))
    ),
    Target("family=gp&algorithm=cnp&shots=10", 20_000, "likelihood stated"),
    Target("family=opposite&algorithm=joint", 2000, "stays at 50 %"),
    Target("family=opposite&algorithm=maml", 2000, "adapts"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.targets", description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="only targets whose query holds this text")
    only = parser.parse_args().only
    print("| run | steps | seconds | before | after | wanted | floor | scratch | log-likelihood (exact) |")
    print("|---|---|---|---|---|---|---|---|---|")
    for target in TARGETS:
        if only in target.query:
            print(row(target), flush=True)


def row(target: Target) -> str:
    """One line of the table."""
    trained = run = Run.parse(target.query)
    state, seconds, _ = advance(run, init(run), Budget(target.steps))
    found, unit = measure(run, state), metric(run.problem)
    if target.points:
        found["after"] = by_shots(run, state.params)[SHOTS.index(target.points)]
        run = run.replace(shots=target.points)
    before, after = (headline(Interval.over(found[name]), unit) for name in ("before", "after"))
    known = yardsticks(run)
    floor, scratch = (headline(known[name], unit) for name in ("floor", "scratch"))
    likely = Interval.over(found["log_likelihood"]) if "log_likelihood" in found else None
    densities = [likely, exact_log_likelihood(trained)]
    told = " / ".join(f"{each.mean:.2f} ± {each.ci95:.2f}" if each else "–" for each in densities)
    asked = f"`{target.query}`" + (f" with {target.points} points" if target.points else "")
    cells = (asked, f"{state.step:,}", f"{seconds:.0f}", before, f"**{after}**", target.wanted)
    return "| " + " | ".join([*cells, floor, scratch, told]) + " |"


if __name__ == "__main__":
    with written("targets", "The figures that methods are held to", ABOUT):
        main()

"""Base learners as their libraries set them, and the meta-learned forest: ``python -m benchmarks.learners``."""

from __future__ import annotations

import numpy as np

from benchmarks.results import written
from metacore.evaluation.yardsticks import PIECES, piece
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.registry import learners
from metacore.run import Run
from metacore.studies.learners.work import Attempt, step

FAMILIES = ("linear", "moons", "sinusoid")
ATTEMPTS = 40
ABOUT = """
Base learners as their libraries set them, on the ten support points of each new task alone. Then the random forest
after 40 attempts at its settings on 60 training tasks.
"""


def main() -> None:
    print("| base learner | " + " | ".join(FAMILIES) + " |\n|---" + "|---" * len(FAMILIES) + "|")
    print("| *floor* | " + " | ".join(_cell(Run.of({"family": family}), "floor") for family in FAMILIES) + " |")
    for name in learners():
        cells = (_cell(Run.of({"family": family, "learner": name}), "scratch") for family in FAMILIES)
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    print("\n| family | library's forest | meta-learned forest | difference | settings |\n|---|---|---|---|---|")
    for family in FAMILIES:
        _searched(Run.of({"family": family, "learner": "random_forest"}))


def _metrics(run: Run, name: str) -> np.ndarray:
    return np.concatenate([piece(run, number)["metric"][name] for number in range(PIECES)])


def _cell(run: Run, name: str) -> str:
    return headline(Interval.over(_metrics(run, name)), metric(run.problem))


def _searched(run: Run) -> None:
    done: tuple[Attempt, ...] = ()
    for _ in range(ATTEMPTS):
        done = (*done, step(run, done).attempt)
    best = min(done, key=lambda attempt: attempt.error)
    before, after = (_metrics(each, "scratch") for each in (run, run.replace(**dict(best.settings))))
    gain = Interval.over(after - before)
    cells = (headline(Interval.over(values), metric(run.problem)) for values in (before, after))
    settings = ", ".join(f"{name} {value}" for name, value in best.settings)
    print(
        f"| {run.family} | " + " | ".join(cells) + f" | {gain.mean:+.4f} ± {gain.ci95:.4f} | {settings} |", flush=True
    )


if __name__ == "__main__":
    with written("learners", "Base learners on one task, and the meta-learned forest", ABOUT):
        main()

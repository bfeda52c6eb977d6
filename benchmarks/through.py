"""Does training through the ensemble beat combining after the fact? ``python -m benchmarks.through``"""

from __future__ import annotations

import numpy as np

from benchmarks.results import written
from metacore.evaluation.measuring import measure
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.run import Run
from metacore.training.engine import Budget, advance, init

FAMILIES = ("linear", "moons", "sinusoid")
POOLS = (10, 100)
ENSEMBLES = ("average", "weighted")
STEPS = 2000
ABOUT = """
The source brief's loop, literally: the combined answer's error on new tasks improves what all models start from.
Held against adapting alone, and against combining the same models after the fact. Gain: how much the error falls by
training through.
"""


def main() -> None:
    print(f"| {STEPS} meta-steps | pool | ensemble | adapting alone | combined after | trained through | gain |")
    print("|---" * 7 + "|")
    for family in FAMILIES:
        for tasks in POOLS:
            # The whole pool in every meta-step, as far as that goes: new tasks are answered by as many models.
            plain = Run.of({"family": family, "tasks": tasks, "meta_batch": min(tasks, 50)})
            alone = _errors(plain, plain)
            for ensemble in ENSEMBLES:
                through = plain.replace(ensemble=ensemble)
                after = _errors(plain, through.replace(objective="own"))
                _row(family, tasks, ensemble, metric(plain.problem), alone, after, _errors(through, through))


def _errors(trained: Run, asked: Run) -> np.ndarray:
    """The metric of each new task, of what ``trained`` has learned, answered as ``asked`` says."""
    return measure(asked, advance(trained, init(trained), Budget(STEPS)).state)["after"]


def _row(family: str, tasks: int, ensemble: str, kind: str, *errors: np.ndarray) -> None:
    gain = Interval.over(errors[1] - errors[2])
    verdict = "better" if gain.mean > gain.ci95 else "worse" if gain.mean < -gain.ci95 else "no difference shown"
    cells = " | ".join(headline(Interval.over(each), kind) for each in errors)
    print(f"| {family} | {tasks} | {ensemble} | {cells} | {gain.mean:+.4f} ± {gain.ci95:.4f}: {verdict} |", flush=True)


if __name__ == "__main__":
    with written("through", "Training through the ensemble", ABOUT):
        main()

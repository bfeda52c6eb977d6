"""Digits: meta-trained on 0 to 4, tested on the unseen 5 to 9, as a Markdown table.

    python -m benchmarks.digits

When to stop is read from the validation tasks, never from the new ones. Accuracies over 600 new tasks with their 95 %
interval, and the gain over the nearest average of pixels task by task.
"""

from __future__ import annotations

import argparse

import numpy as np

from benchmarks.results import written
from metacore import registry
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import PIECES, joined, piece
from metacore.interval import Interval
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init

PROTOCOLS = {"5-way 1-shot": "classes=5&shots=5", "2-way 5-shot": "classes=2&shots=10"}
METHODS = {
    "prototypical": "hidden=32,64",
    "ridge": "",
    "transformer": "",
    "maml": "",
}
NAMES = {"centroid": "Nearest average of pixels", "scratch": "From scratch"}
ABOUT = """
Meta-trained on the digits 0 to 4 of scikit-learn, tried on 5 to 9, which practice never shows. Share of right
answers over 600 new tasks with its 95 % interval. When to stop is chosen on validation tasks.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", default=",".join(METHODS), help="which meta-learners, with commas between")
    parser.add_argument("--steps", type=int, default=2000, help="meta-steps at most (default 2000)")
    chosen = parser.parse_args()
    for title, protocol in PROTOCOLS.items():
        print(f"\n| {title} | accuracy on new digits | gain over the nearest average | meta-steps |\n|---|---|---|---|")
        base = Run.parse(f"family=digits&{protocol}")
        pieces = [piece(base, number) for number in range(PIECES)]
        errors = {name: joined(base, pieces, "metric", name) for name in NAMES}
        for name, label in NAMES.items():
            print(_line(label, errors[name], errors["centroid"], "—"), flush=True)
        for method in chosen.methods.split(","):
            run = Run.parse(f"family=digits&{protocol}&algorithm={method}&{METHODS[method]}")
            state = best(run, chosen.steps)
            label = registry.algorithms()[method].card.label
            print(_line(label, measure(run, state)["after"], errors["centroid"], str(state.step)), flush=True)


def best(run: Run, steps: int) -> State:
    """The state with the least loss on the validation tasks on the way to ``steps``."""
    state = advance(run, init(run), Budget(steps)).state
    place = int(state.checked[np.argmin(state.validation)])
    return advance(run, init(run), Budget(place)).state


def _line(label: str, errors: np.ndarray, bar: np.ndarray, steps: str) -> str:
    right, gain = Interval.over(1 - errors), Interval.over(bar - errors)
    return f"| {label} | {right.mean:.3f} ± {right.ci95:.3f} | {gain.mean:+.3f} ± {gain.ci95:.3f} | {steps} |"


if __name__ == "__main__":
    with written("digits", "New digits from a few examples", ABOUT):
        main()

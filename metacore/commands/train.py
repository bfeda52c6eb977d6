"""The command ``train``: a run without a browser, measured as the page measures it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metacore.run import Run

EXPORTS = {
    "save": "what was learned across tasks (.npz, for metacore.saved.load)",
    "predictions": "the answers to all rows of the new tasks (CSV)",
    "scores": "the error of each new task, and of each yardstick (CSV)",
}


def trained(run: Run, steps: int, exports: Mapping[str, str]) -> tuple[dict[str, Any], bool]:
    """Trains, measures, and writes the ``exports`` to their files; what there is to tell, and whether it diverged."""
    from metacore import saved
    from metacore.evaluation import export
    from metacore.evaluation.ideal import exact_log_likelihood
    from metacore.evaluation.measuring import measure
    from metacore.evaluation.yardsticks import yardsticks
    from metacore.interval import Interval
    from metacore.nn.losses import metric
    from metacore.training.engine import Budget, advance, init

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
    if "save" in exports:
        Path(exports["save"]).write_bytes(saved.packed(run, state))
    for name in ("predictions", "scores"):
        if name in exports:
            Path(exports[name]).write_text(getattr(export, name)(run, state), encoding="utf-8")
    return result, state.diverged


def tell(result: dict[str, Any]) -> None:
    """Prints the result in a few lines."""
    print(f"{result['steps']} meta-steps in {result['seconds']:.1f} s, {result['steps_per_second'] or 0:.0f} a second")
    rows = {"before": result["before"], "after": result["after"], **result["yardsticks"]}
    rows = {f"{name:10} {result['metric']}": interval for name, interval in rows.items()}
    rows |= {name: result[name] for name in ("log_likelihood", "exact_log_likelihood") if name in result}
    for name, interval in rows.items():
        if interval["tasks"] == 1:
            print(f"{name} {interval['mean']:.3f}  (1 task: too few for an interval)")
        else:
            print(f"{name} {interval['mean']:.3f} ± {interval['ci95']:.3f}  ({interval['tasks']} tasks)")

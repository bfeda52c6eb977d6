"""What is happening, in plain language, from measured values only. No TensorFlow, no Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from metacore.evaluation.measuring import Scores
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.comparison import against
from metacore.interval import Interval, quantile
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.engine import State

NEEDS_NONE = ("pooled", "centroid", "scratch", *RIVALS)  # yardsticks of recorded data that need no meta-learning
EACH = 50  # new tasks that are counted one by one
FEWEST = 5  # new tasks that say anything at all
FEW = 0.1  # where this share of the rival's error is not shown with so few new tasks, more are asked for


@dataclass(frozen=True)
class Reading:
    """One observation: ``key`` names its sentence, ``values`` fill it in; ``warns`` where something is wrong.

    ``rival``: the yardstick that it speaks of, where it speaks of one.
    """

    key: str
    warns: bool = False
    values: Mapping[str, float] = field(default_factory=dict)
    rival: str = ""


def readings(
    run: Run,
    state: State,
    seen: Scores,
    yardsticks: Mapping[str, Interval],
    errors: Mapping[str, np.ndarray] | None = None,
) -> list[Reading]:
    """All observations that hold for what was measured, the most pressing first.

    ``errors``: what the yardsticks are over, the metric of each new task.
    """
    recorded = isinstance(run.task_family, RecordedFamily)
    if state.diverged:
        return [Reading("diverged", True, {"step": state.step})]
    found = [
        _alpha_too_large(run, seen),
        _collapsed(run, seen),
        _few_tasks(run, seen),
        _levelled(state),
        _nothing_learned(run, seen),
        _near_floor(seen, yardsticks),
        _helps(seen, yardsticks, errors) if recorded and errors else _beats_scratch(seen, yardsticks),
        _adapting(run, seen),
    ]
    return [reading for reading in found if reading]


def _alpha_too_large(run: Run, seen: Scores) -> Reading | None:
    rising = seen.rising
    if "alpha" in run.method.card.ignores or seen.stages < 2 or rising < 0.3:
        return None
    return Reading("alpha_too_large", True, _counted(rising, seen))


def _collapsed(run: Run, seen: Scores) -> Reading | None:
    if run.ensemble == NO_ENSEMBLE or seen.one_sided < 0.5 or run.problem.kind != "classification":
        return None
    return Reading("collapsed", True, _counted(seen.one_sided, seen))


def _few_tasks(run: Run, seen: Scores) -> Reading | None:
    """Overfitting: the training tasks do clearly better than the new ones, beyond what chance explains."""
    if run.tasks == 0 or run.ensemble != NO_ENSEMBLE or seen.step < 50:
        return None
    training, new = seen.training_after, seen.new_after
    if new.mean() < 1.25 * training.mean():
        return None
    # Were training tasks like new ones, then all of them would lie below this quantile, or their mean this far off, in
    # one run of twenty at most.
    alike = float((new <= training.max()).mean()) ** len(training)
    apart = float(new.mean() - training.mean()) / max(float(new.std()) / len(training) ** 0.5, 1e-9)
    if alike > 0.05 and apart < 2:
        return None
    return Reading("few_tasks", True, {"training": float(training.mean()), "new": float(new.mean())})


def _levelled(state: State) -> Reading | None:
    return Reading("levelled", False, {"step": state.step}) if state.levelled else None


def _nothing_learned(run: Run, seen: Scores) -> Reading | None:
    if seen.step < 300 or seen.after.mean < 0.98 * seen.before.mean or run.ensemble != NO_ENSEMBLE:
        return None
    return Reading("no_gain", seen.stages > 1)


def _near_floor(seen: Scores, yardsticks: Mapping[str, Interval]) -> Reading | None:
    floor = yardsticks.get("floor")
    if floor is None or floor.mean < 0.01 or seen.after.mean > 1.25 * floor.mean:
        return None
    return Reading("near_floor", False, {"floor": floor.mean})


def _beats_scratch(seen: Scores, yardsticks: Mapping[str, Interval]) -> Reading | None:
    scratch = yardsticks.get("scratch")
    if scratch is None or seen.step == 0:
        return None
    apart = abs(seen.after.mean - scratch.mean) > seen.after.ci95 + scratch.ci95
    better = seen.after.mean < scratch.mean
    key = ("beats_scratch" if better else "behind_scratch") if apart else "like_scratch"
    return Reading(key, False, {"scratch": scratch.mean, "after": seen.after.mean})


def _helps(seen: Scores, yardsticks: Mapping[str, Interval], errors: Mapping[str, np.ndarray]) -> Reading | None:
    """Whether meta-learning is worth its while on recorded data: against the best that needs none, task by task."""
    if seen.step < 300:
        return None
    found = against(seen.new_after, needing_none(errors))
    rival, ahead = found.best, found.gains[found.best]
    values = {"after": seen.after.mean, "value": yardsticks[rival].mean}
    if abs(ahead.mean) > ahead.ci95:
        return Reading("helps" if ahead.mean > 0 else "no_help", ahead.mean < 0, values, rival)
    if ahead.ci95 < FEW * yardsticks[rival].mean:
        return Reading("even", False, values, rival)
    return Reading("untold", False, values | {"tasks": ahead.tasks, "needed": needed(ahead, yardsticks[rival])}, rival)


def needing_none(each: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of the errors by yardstick, those of yardsticks that need no meta-learning."""
    return {name: each[name] for name in NEEDS_NONE if name in each}


def needed(ahead: Interval, rival: Interval) -> int:
    """About how many new tasks would show a difference of that size, or of a tenth of the rival's error if it is less.

    So many that four of five such sets of tasks would: 2.8 standard errors, of which 1.96 are the interval.

    >>> needed(Interval(0.1, 0.2, 101), Interval(0.5, 0.1, 101))
    825
    """
    if not math.isfinite(ahead.ci95):
        return FEWEST
    shown = max(abs(ahead.mean), FEW * rival.mean)
    return math.ceil(ahead.tasks * (2.8 / quantile(ahead.tasks - 1) * ahead.ci95 / shown) ** 2)


def _adapting(run: Run, seen: Scores) -> Reading | None:
    if run.ensemble != NO_ENSEMBLE or seen.stages < 2 or seen.after.mean >= 0.98 * seen.before.mean:
        return None
    return Reading("adapting", False, _counted(float((seen.new_after < seen.new_before).mean()), seen))


def _counted(share: float, seen: Scores) -> dict[str, float]:
    """A share of the new tasks: so many of all where they are few, else of ten."""
    many = len(seen.new_after)
    whole = many if many <= EACH else 10
    return {"tasks": round(share * whole), "of": whole}

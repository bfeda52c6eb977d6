"""What a result is held against, on the same new tasks: floor, scratch, and the best answers without adapting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from threading import Event
from typing import Literal, NamedTuple

import numpy as np

from metacore.compiling.background import BACKGROUND, within
from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation import baselines
from metacore.evaluation.ideal import Ideal
from metacore.evaluation.rivals import recorded
from metacore.interval import Interval
from metacore.nn.losses import prediction_losses, task_metrics
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.tasks.table import Tabular
from metacore.training.programs import all_dials
from metacore.types import Array, Batch, Episode

PATIENCE = 0.05  # seconds
PIECES = 24  # the new tasks are measured in so many pieces, so that training need not wait long

Unit = Literal["metric", "loss"]
Values = dict[Unit, dict[str, np.ndarray]]  # of each yardstick, one value a task


class Measured(NamedTuple):
    """Yardsticks in the unit of the headline and of the meta-loss; ``each``: the metric of every new task."""

    metric: dict[str, Interval]
    loss: dict[str, Interval]
    each: dict[str, np.ndarray]

    @classmethod
    def of(cls, run: Run, pieces: Sequence[Values]) -> Measured:
        """The yardsticks of ``run`` over all pieces."""
        each = {name: joined(run, pieces, "metric", name) for name in pieces[0]["metric"]}
        return cls(summary(run, pieces, "metric"), summary(run, pieces, "loss"), each)


def yardsticks(run: Run, unit: Unit = "metric") -> dict[str, Interval]:
    """Every yardstick that has a meaning for the run's tasks, over the frozen new tasks.

    ``floor``: Bayes-optimal, by the family's own ``posterior`` where it has one, else by sampling tasks from the prior
    and weighing them by the likelihood of the support.
    ``scratch``: the base learner trained on each support alone. ``majority`` or ``zero``: one answer for everything.
    ``unadapted``: the best answer that never looks at the support. In the unit of the headline or of the meta-loss.
    Recorded tasks have others, since no truth is known: those of ``metacore.evaluation.baselines``;
    those of a table also the ``metacore.evaluation.rivals``, which learn from the rows of its training tasks.
    """
    found = measured(run)
    return found.metric if unit == "metric" else found.loss


def measured(run: Run) -> Measured:
    """Every yardstick in both units, and of each new task."""
    return Measured.of(run, [piece(run, number) for number in range(PIECES)])


def summary(run: Run, pieces: Sequence[Values], unit: Unit) -> dict[str, Interval]:
    """The intervals over all tasks of some pieces."""
    return {name: Interval.over(joined(run, pieces, unit, name)) for name in pieces[0][unit]}


def joined(run: Run, pieces: Sequence[Values], unit: Unit, name: str) -> np.ndarray:
    """What some pieces say of one yardstick, one value a task."""
    found = np.concatenate([np.zeros(0), *(values[unit][name] for values in pieces)])
    return sampling.by_task(run.task_family, found)


def piece(run: Run, number: int) -> Values:
    """The yardsticks on piece ``number`` of the new tasks."""
    return _piece(measured_run(run), number)


def piece_at_once(run: Run, number: int) -> Values | None:
    """``piece`` without waiting for its programs: None until they are ready."""
    shared = measured_run(run)
    ready, work = _ready(shared), partial(_piece, shared, number)
    return work() if ready.is_set() or within(BACKGROUND.soon(ready, work, last=True), PATIENCE) else None


@lru_cache(maxsize=16)
def _ready(run: Run) -> Event:
    """Whether the programs that measure ``run`` are compiled, and what else they need is there."""
    return Event()


def ideal(run: Run, support: Batch, x: Array) -> np.ndarray:
    """The Bayes-optimal answer at ``x`` to any support, which may have no points at all: [tasks, n, outputs]."""
    learner = _ideal(measured_run(run))
    return np.asarray(learner.floor(support, x) if support.x.shape[1] else learner.unadapted(x))


def measured_run(run: Run) -> Run:
    """The run that stands for all that share their yardsticks: what has no influence on them is set aside."""
    own = (dial.name for part in (run.task_family, run.base_learner) for dial in part.dials)
    kept = ("family", "shots", "noise", "hidden", "learner", *own)
    return Run.of({name: value for name, value in run.settings if name in kept}, run.table)


@lru_cache(maxsize=64 * PIECES)
def _piece(run: Run, number: int) -> Values:
    problem, new = run.problem, _new_tasks(run)
    episode = sampling.take(new, np.split(np.arange(NEW_TASKS), PIECES)[number])
    support, query, _ = episode
    if isinstance(run.task_family, RecordedFamily):
        answers = dict(baselines.answers(run, support, query.x))
        if isinstance(run.task_family, Tabular) and (table := run.task_family.table):
            answers |= recorded.answers(table, episode, run.shots)
    else:
        learner = _ideal(run)
        name, constant = ("majority", np.mean(new.query.y, axis=(0, 1))) if problem.classes else ("zero", 0.0)
        answers = {
            "floor": learner.floor(support, query.x),
            "scratch": run.base_learner.fit(problem, support, dict(run.settings))(query.x),
            name: tf.broadcast_to(tf.cast(constant, tf.float32), query.y.shape),
            "unadapted": learner.unadapted(query.x),
        }
    values: Values = {
        "metric": {name: task_metrics(problem, y, query.y).numpy() for name, y in answers.items()},
        "loss": {name: prediction_losses(problem, y, query.y).numpy() for name, y in answers.items()},
    }
    _ready(run).set()
    return values


@lru_cache(maxsize=4)
def _new_tasks(run: Run) -> Episode:
    return sampling.new_tasks(run.task_family, run.shots, all_dials(run))


@lru_cache(maxsize=4)
def _ideal(run: Run) -> Ideal:
    return Ideal(run)

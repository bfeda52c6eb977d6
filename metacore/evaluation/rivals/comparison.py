"""A method held against its rivals on new tasks, with exactly the same known rows and the same rows asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metacore.episodes import rows as recorded
from metacore.episodes import sampling
from metacore.episodes.splitting import training_rows
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.rows import Rows
from metacore.evaluation.yardsticks import measured_run
from metacore.interval import Interval
from metacore.nn.losses import task_metrics
from metacore.run import Run
from metacore.tasks.table import Tabular
from metacore.training.programs import all_dials
from metacore.types import Episode

MOST = 50_000  # rows that a rival learns from; by chance where there are more


class Against(NamedTuple):
    """How much less a method's error is than that of each rival, task by task; and which of these is best.

    ``best``: the rival with the least error on the new tasks themselves. That is the hardest one to beat, since it is
    picked with hindsight, which the method never has.
    """

    best: str
    gains: dict[str, Interval]


def against(errors: np.ndarray, rivals: Mapping[str, np.ndarray]) -> Against:
    """Holds a method's error of each new task against those of rivals, as ``measure`` and ``rival_errors`` give them.

    >>> found = against(np.array([1.0, 2.0, 3.0]), {"a": np.array([2.0, 2.5, 4.5]), "b": np.array([9.0, 9.0, 9.0])})
    >>> found.best, found.gains["a"].mean
    ('a', 1.0)
    """
    best = min(rivals, key=lambda name: float(np.mean(rivals[name])))
    return Against(best, {name: Interval.over(values - errors) for name, values in rivals.items()})


def rival_errors(run: Run, name: str) -> np.ndarray:
    """The metric of a rival on every new task of a run over a table, [new tasks]; the same tasks as ``measure`` has."""
    return _rival_errors(measured_run(run), name)


@lru_cache(maxsize=64)
def _rival_errors(run: Run, name: str) -> np.ndarray:
    family, new = run.task_family, sampling.new_tasks(run.task_family, run.shots, all_dials(run))
    assert isinstance(family, Tabular), "rivals learn from the rows of a table"
    answer = RIVALS[name].fit(run.problem, training(family), run.shots)
    answers = answer(known(family, new), new.query.x.numpy().astype(np.float64))
    metrics = task_metrics(run.problem, answers.astype(np.float32), new.query.y).numpy()
    return sampling.by_task(family, metrics)


def training(family: Tabular) -> Rows:
    """The rows of the training tasks."""
    held, place = family.held, training_rows(family.held)
    task = np.repeat(np.arange(len(held.splits["training"])), held.sizes[held.splits["training"]])
    chosen = np.sort(np.random.default_rng(0).permutation(len(place))[:MOST])
    x, y = (a[place[chosen]].astype(np.float64) for a in (held.x, held.y))
    return Rows(x, y, np.unique(task[chosen], return_inverse=True)[1])


def known(family: Tabular, episode: Episode) -> Rows:
    """The known rows of some episodes, each once: where a task has too few, an episode's support repeats them."""
    x, y = (a.numpy().astype(np.float64) for a in episode.support)
    sizes = family.held.sizes[episode.latent.numpy()[:, 0].astype(int)]
    own = np.asarray(recorded.known(x.shape[1], sizes))
    there = np.arange(x.shape[1]) < own[:, None]
    return Rows(x[there], y[there], np.repeat(np.arange(len(x)), own))

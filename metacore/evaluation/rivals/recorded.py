"""What rivals take of a table: the rows of its training tasks, and those that are known of new ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from metacore.episodes import rows as recorded
from metacore.episodes.splitting import Held, prepared, training_rows
from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.rows import Answer, Rows
from metacore.tables.table import Table
from metacore.types import Episode

MOST = 50_000  # rows that a rival learns from; by chance where there are more


def answers(table: Table, episode: Episode, shots: int) -> dict[str, np.ndarray]:
    """What every rival answers to the queries of an episode, [tasks, n, outputs] by name."""
    rows, x = known(prepared(table), episode), episode.query.x.numpy().astype(np.float64)
    return {name: _fitted(table, name, shots)(rows, x).astype(np.float32) for name in RIVALS}


@lru_cache(maxsize=16)
def _fitted(table: Table, name: str, shots: int) -> Answer:
    return RIVALS[name].fit(table.problem, training(prepared(table)), shots)


def training(held: Held) -> Rows:
    """The rows of the training tasks."""
    place = training_rows(held)
    task = np.repeat(np.arange(len(held.splits["training"])), held.sizes[held.splits["training"]])
    chosen = np.sort(np.random.default_rng(0).permutation(len(place))[:MOST])
    x, y = (a[place[chosen]].astype(np.float64) for a in (held.x, held.y))
    return Rows(x, y, np.unique(task[chosen], return_inverse=True)[1])


def known(held: Held, episode: Episode) -> Rows:
    """The known rows of some episodes, each once: where a task has too few, an episode's support repeats them."""
    x, y = (a.numpy().astype(np.float64) for a in episode.support)
    sizes = held.sizes[episode.latent.numpy()[:, 0].astype(int)]
    own = np.asarray(recorded.known(x.shape[1], sizes))
    there = np.arange(x.shape[1]) < own[:, None]
    return Rows(x[there], y[there], np.repeat(np.arange(len(x)), own))

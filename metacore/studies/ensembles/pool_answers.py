"""A lab's models by what they answer: at all points that any new task may ask about, computed once.

How many support points are known and which task is shown then only chooses among the answers. Runs on a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.ensembles import soup
from metacore.episodes import sampling
from metacore.evaluation.grid import canvas
from metacore.studies.ensembles.question import Lab
from metacore.training.pool import Models
from metacore.training.programs import all_dials
from metacore.types import Array, Batch, Episode, Params

MOST_SHOTS = 50
PRACTICE_TASKS = 60  # training tasks that no model has learned
PIECE = 6000  # points asked at once, so that memory stays small


class Members(NamedTuple):
    """Some of a pool's models by what they answer, [models, ...]; their weights where a mean of those can be asked."""

    seen: np.ndarray  # at the new tasks' MOST_SHOTS support points, [models, tasks, MOST_SHOTS, outputs]
    asked: np.ndarray  # at their queries, [models, tasks, queries, outputs]
    practised: np.ndarray  # at support and queries of the practice tasks
    faces: np.ndarray  # all over the picture, [models, cells (, cells), outputs]
    networks: Params | None


@lru_cache(maxsize=4)
def new_tasks(basis: Lab) -> Episode:
    """The frozen new tasks, with as many support points as any lab asks for."""
    return _sampled(basis, practice=False)


@lru_cache(maxsize=4)
def practice_tasks(basis: Lab) -> Episode:
    """Training tasks that no model has learned, to find out on whom to rely."""
    return _sampled(basis, practice=True)


def _sampled(basis: Lab, practice: bool) -> Episode:
    run = basis.run()
    family, dials = run.task_family, all_dials(run)
    if not practice:
        return sampling.new_tasks(family, MOST_SHOTS, dials)
    seed = sampling.training_seed(dials["seed"], sampling.PRACTICE)
    return sampling.sample(family, seed, PRACTICE_TASKS, MOST_SHOTS, sampling.NEW_QUERIES, dials)


def first(episode: Episode, shots: int) -> Batch:
    """The first support points of each task."""
    return Batch(*(a[:, :shots] for a in episode.support))


def members(lab: Lab, params: Params, start: int, stop: int) -> Members:
    """Models ``start`` up to ``stop`` of the pool, each having learned its own training task."""
    run = lab.run()
    pool = sampling.pool(run.task_family, run.seed, lab.points, 1, all_dials(run))
    support = sampling.take(pool, np.arange(start, stop)).support
    models = lab.source.models(run, params, support, start)
    new, practice = new_tasks(lab.basis()), practice_tasks(lab.basis())
    batches = (new.support, new.query, practice.support, practice.query)
    drawn = canvas(lab.run())
    answers = _everywhere(models, stop - start, [*(batch.x for batch in batches), drawn.points[None]])
    seen, asked, practised, queried, faces = answers
    faces = drawn.laid(faces)[:, 0]
    practised = np.concatenate([practised, queried], axis=2)
    networks = models.networks and tf.nest.map_structure(np.asarray, models.networks)
    return Members(seen, asked, practised, faces, networks)


def _everywhere(models: Models, count: int, sets: Sequence[Array]) -> list[np.ndarray]:
    """The answers of ``count`` models to all points of each set [tasks, points, features]."""
    sets = [np.asarray(each) for each in sets]
    flat = np.concatenate([each.reshape(-1, each.shape[-1]) for each in sets])
    found = [
        np.asarray(models.answer(tf.constant(np.broadcast_to(piece, (count, *piece.shape)))), np.float32)
        for piece in np.split(flat, range(PIECE, len(flat), PIECE))
    ]
    answers = np.concatenate(found, axis=1)
    ends = np.cumsum([each.shape[0] * each.shape[1] for each in sets])[:-1]
    parts = np.split(answers, ends, axis=1)
    return [part.reshape(count, *each.shape[:2], -1) for part, each in zip(parts, sets, strict=True)]


def gathered(parts: Sequence[Members]) -> tuple[Members, int]:
    """The models of all parts that give numbers everywhere, and how many do not."""
    joined = [np.concatenate(arrays) for arrays in zip(*(part[:4] for part in parts), strict=True)]
    fine = np.all([np.isfinite(a).all(axis=tuple(range(1, a.ndim))) for a in joined], axis=0)
    nets = None
    if parts[0].networks is not None:
        nets = soup.joined([part.networks for part in parts], fine)
    seen, asked, practised, faces = (a[fine] for a in joined)
    return Members(seen, asked, practised, faces, nets), int((~fine).sum())

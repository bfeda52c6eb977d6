"""The super learner's candidates: everything that can answer a new task, and how much each should count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metacore import registry
from metacore.combining.mixing import combined, mixture
from metacore.compiling.graphs import as_graph
from metacore.compiling.lazy import tf
from metacore.ensembles.stacking import stacked
from metacore.episodes.sampling import by_task
from metacore.evaluation.grid import canvas
from metacore.nn.losses import task_metrics
from metacore.pools.adapted import PART as ADAPTED
from metacore.studies.ensembles.pool_answers import MOST_SHOTS, Members, first, gathered, new_tasks, practice_tasks
from metacore.studies.ensembles.question import Lab
from metacore.types import Array, Batch, Params

STEPS = 10_000  # candidates that err far more than others make for small ones
ADAPTING, ENSEMBLES = "adapting", ("tempered", "logistic_stacking")


class Trial(NamedTuple):
    """Some new tasks answered by every candidate and by their mixture: the metric of each, [candidates + 1, tasks]."""

    names: tuple[str, ...]
    metrics: np.ndarray


def names() -> tuple[str, ...]:
    """The meta-learner adapting, ensembles of the pool, and every base learner on the new task's own support."""
    return (ADAPTING, *ENSEMBLES, *registry.learners())


def learn(lab: Lab, params: Params, parts: Sequence[Members]) -> np.ndarray:
    """How much each candidate counts, [candidates]: the mixture with the least loss on the practice tasks.

    These are training tasks that no model of the pool has learned; as many support points are known as will be of the
    new tasks. All their queries together stand for one task, so that there is one weight for each candidate.
    """
    pool, _ = gathered(parts)
    practice = practice_tasks(lab.basis())
    seen, asked = pool.practised[:, :, : lab.known], pool.practised[:, :, MOST_SHOTS:]
    found = answers(lab, params, first(practice, lab.known), practice.query.x, seen, asked)
    y = tf.reshape(practice.query.y, [1, -1, lab.problem.outputs])
    everything = tf.reshape(found, [len(found), *y.shape])
    return as_graph(stacked)(lab.problem, everything, y, STEPS).numpy()[:, 0]


def try_out(lab: Lab, params: Params, parts: Sequence[Members], weights: np.ndarray, start: int, stop: int) -> Trial:
    """The new tasks ``start`` up to ``stop`` answered by each candidate, and by the mixture, which comes last."""
    pool, _ = gathered(parts)
    new, some = new_tasks(lab.basis()), slice(start, stop)
    support, query = (Batch(*(a[some] for a in batch)) for batch in (first(new, lab.known), new.query))
    found = answers(lab, params, support, query.x, pool.seen[:, some, : lab.known], pool.asked[:, some])
    mixed = _mixed(lab, weights, found)
    return Trial(names(), np.stack([task_metrics(lab.problem, each, query.y).numpy() for each in (*found, mixed)]))


def metrics(lab: Lab, trials: Sequence[Trial]) -> np.ndarray:
    """What some trials found of each new task, [candidates + 1, tasks]."""
    return by_task(lab.run().task_family, np.concatenate([trial.metrics for trial in trials], axis=1))


def face(lab: Lab, params: Params, parts: Sequence[Members], weights: np.ndarray) -> np.ndarray:
    """The mixture's answers all over the picture of the shown task, [cells (, cells), outputs]."""
    pool, _ = gathered(parts)
    shown, drawn = slice(lab.task - 1, lab.task), canvas(lab.run())
    grid = tf.constant(drawn.points[None])
    support = Batch(*(a[shown] for a in first(new_tasks(lab.basis()), lab.known)))
    asked = pool.faces.reshape(len(pool.faces), 1, grid.shape[1], -1)
    found = answers(lab, params, support, grid, pool.seen[:, shown, : lab.known], asked)
    return drawn.laid(_mixed(lab, weights, found))[0]


def answers(lab: Lab, params: Params, support: Batch, x: Array, seen: Array, asked: Array) -> Array:
    """What every candidate answers at ``x``, [candidates, tasks, n, outputs]."""
    run, problem = lab.run(), lab.problem
    seen, asked = (tf.convert_to_tensor(each) for each in (seen, asked))
    found = [ADAPTED.models(run, params, support, 0).answer(x)]
    found += [combined(registry.combiners()[name], problem, support, seen, x, asked) for name in ENSEMBLES]
    for name, learner in registry.learners().items():
        found.append(learner.fit(problem, support, dict(run.replace(learner=name).settings))(x))
    return tf.stack([tf.cast(each, tf.float32) for each in found])


def _mixed(lab: Lab, weights: np.ndarray, found: Array) -> Array:
    return mixture(lab.problem, tf.constant(weights, tf.float32)[:, None, None], found)

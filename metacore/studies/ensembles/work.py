"""Many models, one new task: what every way to combine them makes of it. Runs on a worker; NumPy only comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metacore import registry
from metacore.combining.mixing import combined
from metacore.compiling.graphs import as_graph
from metacore.compiling.lazy import tf
from metacore.ensembles import soup
from metacore.episodes import sampling
from metacore.evaluation.grid import canvas, truth
from metacore.evaluation.measuring import Picture
from metacore.learners.gradient_descent import answering
from metacore.nn.losses import task_metrics
from metacore.pools.adapted import PART as ADAPTED
from metacore.protocols import Combiner
from metacore.studies.ensembles.pool_answers import Members, first, gathered, new_tasks
from metacore.studies.ensembles.question import Lab
from metacore.types import Array, Batch, Episode, Params, Problem

PIECE = 100  # tasks answered at once, so that memory stays small


Thetas = Mapping[str, Sequence[Params]]  # the meta-learner's parameters: "adapted" (one), "seeds", "snapshots"
# (support, x, what the pool's models say at the support, and at x) -> the answers at x, [tasks, n, outputs]
Way = Callable[[Batch, Array, Array, Array], Array]


class Fusion(NamedTuple):
    """One new task answered by every way to combine, and how each does on all new tasks."""

    task: int  # the shown task's place among the new tasks
    names: tuple[str, ...]
    fits: np.ndarray  # [names, cells (, cells), outputs]
    errors: np.ndarray  # metric of each new task, [names, tasks]
    weights: np.ndarray  # of each model on the shown task, [names, models]; NaN where models have no weights
    notes: dict[str, str]  # why a name fell back on something else, empty where it did not
    one_sided: bool  # whether the known points of the shown task are of one class only
    faces: np.ndarray  # what each model says all over the picture, [models, cells (, cells), outputs]
    picture: Picture  # the shown task; its fit is that of adapting alone
    alone: np.ndarray  # metric of each new task when the meta-learner adapts to it, [tasks]
    members: np.ndarray  # metric of each model over all new tasks, [models]
    apart: np.ndarray  # how much each model disagrees with the others, [models]
    unfit: int  # models left out, since they gave no numbers


def fuse(lab: Lab, parts: Sequence[Members], thetas: Thetas) -> Fusion:
    """What each way to combine makes of the shown task and of all new tasks, ``lab.known`` points of each being known.

    Ways that lack what they combine (several seeds, snapshots) are left out until it is there.
    """
    pool, unfit = gathered(parts)
    problem, new, grid = lab.problem, new_tasks(lab.basis()), canvas(lab.run()).points[None]
    shown = slice(lab.task - 1, lab.task)
    here = Batch(*(a[shown] for a in first(new, lab.known)))
    seen, faces = pool.seen[:, shown, : lab.known], pool.faces.reshape(len(pool.faces), 1, grid.shape[1], -1)
    found = ways(lab, pool, thetas)
    alone = adapting_alone(lab, thetas)
    errors, fits, weights = np.stack([measured(lab, way, pool) for way in found.values()]), [], []
    for name, way in found.items():
        fits.append(np.reshape(way(here, grid, seen, faces), pool.faces.shape[1:]))
        weights.append(_weights(name, problem, here, seen, grid))
    return Fusion(
        (lab.task - 1) % errors.shape[1],
        tuple(found),
        np.stack(fits),
        errors,
        np.stack(weights),
        {name: _note(registry.combiners()[name], lab, pool) for name in found},
        _one_sided(problem, here),
        pool.faces,
        _picture(lab, here, new, np.asarray(alone(here, grid, seen, faces))),
        measured(lab, alone, pool),
        task_metrics(problem, tf.constant(pool.asked), new.query.y).numpy().mean(axis=1),
        _apart(problem, pool.asked),
        unfit,
    )


def ways(lab: Lab, pool: Members, thetas: Thetas) -> dict[str, Way]:
    """Every way to combine for which there is something to combine."""
    found: dict[str, Way] = {}
    for name, part in registry.combiners().items():
        if part.members in thetas and len(thetas[part.members]) > 1:
            found[name] = _of_thetas(lab, name, thetas[part.members])
        elif part.members == "tasks":
            averaged = part.of == "networks" and pool.networks is not None
            found[name] = _of_networks(lab, pool.networks) if averaged else _of_answers(name, lab.problem)
    return found


def adapting_alone(lab: Lab, thetas: Thetas) -> Way:
    """The meta-learner adapting to the new task: the rival of all that combine."""
    return _of_thetas(lab, "average", thetas["adapted"])


def _of_answers(name: str, problem: Problem) -> Way:
    answer = _graph(name, problem)
    return lambda support, x, seen, asked: answer(*support, x, seen, asked)


def _of_thetas(lab: Lab, name: str, thetas: Sequence[Params]) -> Way:
    def way(support: Batch, x: Array, seen: Array, asked: Array) -> Array:
        own = [ADAPTED.models(lab.run(), theta, support, 0) for theta in thetas]
        at = (np.stack([model.answer(tf.constant(points)) for model in own]) for points in (support.x, x))
        return _graph(name, lab.problem)(*support, x, *at)

    return way


def _of_networks(lab: Lab, networks: Params) -> Way:
    mean = soup.average(networks)
    return lambda support, x, seen, asked: answering(lab.problem)(mean, x)


@lru_cache(maxsize=64)
def _graph(name: str, problem: Problem) -> Callable[..., Array]:
    """A way to combine answers, traced once for all sizes."""
    part = registry.combiners()[name]

    def answer(places: Array, y: Array, x: Array, seen: Array, asked: Array) -> Array:
        return combined(part, problem, Batch(places, y), seen, x, asked)

    return as_graph(answer, input_signature=_signature(problem))


@lru_cache(maxsize=64)
def _weigher(name: str, problem: Problem) -> Callable[..., Array]:
    part = registry.combiners()[name]

    def weigh(places: Array, y: Array, x: Array, seen: Array) -> Array:
        return tf.reduce_mean(part.weigh(problem, Batch(places, y), seen, x), axis=[1, 2])

    return as_graph(weigh, input_signature=_signature(problem)[:4])


def _signature(problem: Problem) -> list[Array]:
    x, y = ([None, None, size] for size in (problem.features, problem.outputs))
    return [tf.TensorSpec(size) for size in (x, y, x, [None, *y], [None, *y])]


def _weights(name: str, problem: Problem, support: Batch, seen: Array, x: Array) -> np.ndarray:
    if registry.combiners()[name].members != "tasks":
        return np.full(len(seen), np.nan, np.float32)
    return np.asarray(_weigher(name, problem)(*support, x, seen))


def measured(lab: Lab, way: Way, pool: Members) -> np.ndarray:
    """The metric of each new task answered in one way, a piece of the tasks after the other."""
    new, found = new_tasks(lab.basis()), []
    support = first(new, lab.known)
    for start in range(0, len(new.query.x), PIECE):
        piece = slice(start, start + PIECE)
        known = Batch(*(a[piece] for a in support))
        answers = way(known, new.query.x[piece], pool.seen[:, piece, : lab.known], pool.asked[:, piece])
        found.append(task_metrics(lab.problem, answers, new.query.y[piece]).numpy())
    return sampling.by_task(lab.run().task_family, np.concatenate(found))


def _note(part: Combiner, lab: Lab, pool: Members) -> str:
    """Why a way to combine cannot do as it is meant to, a key of the words on screen; empty where it can."""
    if part.of == "answers":
        return ""
    if pool.networks is None:
        return "no_networks"
    return "" if lab.source.shared_start else "no_shared_start"


def _one_sided(problem: Problem, support: Batch) -> bool:
    return bool(problem.classes) and len(np.unique(np.argmax(_full(np.asarray(support.y)), axis=-1))) == 1


def _full(y: np.ndarray) -> np.ndarray:
    return y if y.shape[-1] > 1 else np.concatenate([1 - y, y], axis=-1)


def _apart(problem: Problem, asked: np.ndarray) -> np.ndarray:
    """How much each model's answers differ from the mean of the others': share of other classes, or mean distance."""
    if not problem.classes:
        others = (asked.sum(axis=0) - asked) / max(len(asked) - 1, 1)
        return np.abs(asked - others).mean(axis=(1, 2, 3))
    named = np.argmax(_full(asked), axis=-1)
    votes = np.stack([(named == label).sum(axis=0) for label in range(problem.classes)], axis=-1)
    same = np.take_along_axis(np.broadcast_to(votes, (*named.shape, problem.classes)), named[..., None], -1)[..., 0] - 1
    return 1 - same.mean(axis=(1, 2)) / max(len(asked) - 1, 1)


def _picture(lab: Lab, support: Batch, new: Episode, fit: np.ndarray) -> Picture:
    shown, drawn = slice(lab.task - 1, lab.task), canvas(lab.run())
    known, asked = drawn.dots(support), drawn.dots(Batch(*(a[shown] for a in new.query)))
    fit = drawn.laid(fit)
    return Picture(known, asked, truth(lab.run(), new.latent[shown], drawn), fit, fit)

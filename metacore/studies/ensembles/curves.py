"""Error against the size of the pool and against support points, and where one way overtakes another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from metacore.ensembles import soup
from metacore.interval import Interval
from metacore.studies.ensembles.pool_answers import Members, gathered
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import Thetas, adapting_alone, measured, ways

SHOTS = (1, 2, 5, 10, 20, 50)
SIZES = (2, 5, 10, 20, 50, 100, 200)
ALONE = "alone"


class Crossing(NamedTuple):
    """``first`` is shown to be better with up to ``below`` support points, ``then`` from ``above`` on."""

    first: str
    then: str
    below: int
    above: int


def at_known(lab: Lab, parts: Sequence[Members], thetas: Thetas, shots: int) -> dict[str, np.ndarray]:
    """The metric of each new task, by way to combine and for adapting alone, ``shots`` support points being known."""
    return _metrics(lab.replace(known=shots), gathered(parts)[0], thetas)


def at_size(lab: Lab, parts: Sequence[Members], thetas: Thetas, size: int) -> dict[str, np.ndarray]:
    """Likewise, of a pool that holds only the first ``size`` models; ways that combine no pool stay out."""
    pool = gathered(parts)[0]
    networks = pool.networks and soup.joined([pool.networks], np.arange(size))
    seen, asked, practised, faces = (a[:size] for a in pool[:4])
    return _metrics(lab, Members(seen, asked, practised, faces, networks), {"adapted": thetas["adapted"]})


def _metrics(lab: Lab, pool: Members, thetas: Thetas) -> dict[str, np.ndarray]:
    every = ways(lab, pool, thetas) | {ALONE: adapting_alone(lab, thetas)}
    return {name: measured(lab, way, pool) for name, way in every.items()}


def crossings(curves: Mapping[int, Mapping[str, np.ndarray]], rival: str = ALONE) -> list[Crossing]:
    """Where ``rival`` and each way to combine change places, in pairs over tasks, beyond the 95 % interval.

    ``curves``: metrics of each task, by support points and way.

    >>> low, high = np.zeros(2), np.ones(2)
    >>> crossings({5: {"alone": high, "vote": low}, 20: {"alone": low, "vote": high}})
    [Crossing(first='vote', then='alone', below=5, above=20)]
    """
    found = []
    places = sorted(curves)
    for name in (name for name in curves[places[0]] if name != rival):
        signs = [_sign(curves[place][name] - curves[place][rival]) for place in places if name in curves[place]]
        shown = [(place, sign) for place, sign in zip(places, signs, strict=False) if sign]
        for (below, before), (above, after) in pairwise(shown):
            if before != after:
                first, then = (name, rival) if before < 0 else (rival, name)
                found.append(Crossing(first, then, below, above))
    return found


def _sign(difference: np.ndarray) -> int:
    """-1 or 1 where the mean's interval leaves out zero, else 0."""
    mean, ci95, _ = Interval.over(difference)
    return int(np.sign(mean)) if abs(mean) > ci95 else 0

"""Small labs with models that differ, which are made once for all tests."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from metacore.compiling.lazy import tf
from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles.pool_answers import Members, members
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import Fusion, fuse
from metacore.training.engine import init

SMALL = {"members": 5, "points": 5, "known": 3, "steps": 0, "hidden": (4,), "alpha": 0.5, "inner_steps": 2}


def lab_of(family: str = "linear", **changes: Any) -> Lab:
    return Lab.of({"family": family} | SMALL | changes)


@cache
def params_of(lab: Lab) -> Any:
    """Weights that are not near zero, so that models differ."""
    random = np.random.default_rng(1)
    return tf.nest.map_structure(lambda a: (a + random.normal(size=a.shape)).astype(np.float32), init(lab.run()).params)


@cache
def parts_of(basis: Lab) -> list[Members]:
    params = params_of(basis.replace(pool="adapted"))
    return [members(basis, params, start, min(start + 3, basis.members)) for start in range(0, basis.members, 3)]


def fused(lab: Lab) -> Fusion:
    params = params_of(lab.basis().replace(pool="adapted"))
    return fuse(lab, parts_of(lab.basis()), {"adapted": [params], "seeds": [params, params], "snapshots": []})


def new_count(lab: Lab) -> int:
    """How many new tasks there are, repeated draws of a recorded one aside."""
    return getattr(lab.run().task_family, "distinct", 0) or NEW_TASKS

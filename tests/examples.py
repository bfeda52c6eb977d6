"""Small runs and episodes that many tests share: the same shapes everywhere, so that each program is compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.protocols import RecordedFamily
from metacore.registry import serving
from metacore.run import Run
from metacore.tables.table import Table
from metacore.training import programs
from metacore.types import Batch, Problem

FAMILIES = tuple(registry.families())
ALGORITHMS = tuple(registry.algorithms())
LEARNERS = tuple(registry.learners())
COMBINERS = tuple(registry.combiners())
ENSEMBLES = tuple(name for name, part in registry.combiners().items() if part.members == "tasks")  # of a run
POOLS = tuple(registry.pools())


def _representatives() -> tuple[str, ...]:
    """A family for every kind of problem: an algorithm sees the problem only, so one of each is enough."""
    found: dict[tuple[Any, ...], str] = {}
    for name in ("linear", "sinusoid", *FAMILIES):
        problem = Run.of({"family": name}).problem
        found.setdefault((problem.kind, min(problem.classes, 3), problem.features), name)
    return tuple(found.values())


REPRESENTATIVES = _representatives()
RECORDED = tuple(name for name in FAMILIES if isinstance(Run.of({"family": name}).task_family, RecordedFamily))


def _pairs() -> tuple[tuple[str, str], ...]:
    """Every algorithm on every kind of problem; those of recorded families, which are large, take turns."""
    found = [(family, name) for family, name in product(REPRESENTATIVES, ALGORITHMS) if family not in RECORDED]
    for number, name in enumerate(ALGORITHMS):
        able = [family for family in RECORDED if name in serving(Run.of({"family": family}).problem)]
        found.append((able[number % len(able)], name))
    return tuple(pair for pair in found if pair[1] in serving(Run.of({"family": pair[0]}).problem))


PAIRS = _pairs()


def _in_turn() -> tuple[tuple[str, str], ...]:
    """Every algorithm once, the kinds of problem that it serves taking turns: for what is slow to compile."""
    found = []
    for number, name in enumerate(ALGORITHMS):
        able = [family for family, other in PAIRS if other == name]
        found.append((able[number % len(able)], name))
    return tuple(found)


IN_TURN = _in_turn()
KINDS = ("classification", "regression")


def table(kind: str = "classification", tasks: int = 15, features: int = 3, outputs: int = 1) -> Table:
    """A table whose tasks ask for what lies on one side of a line, or its distance, in 8 to 20 rows each."""
    random = np.random.default_rng(4)
    sizes = random.integers(8, 21, tasks)
    task = np.repeat(np.arange(tasks), sizes)
    x = random.normal(5, 3, (len(task), features))
    y = ((x - 5) * random.normal(size=(tasks, features))[task]).sum(axis=1, keepdims=True)
    if kind == "classification":
        y = (y > 0) if outputs == 1 else np.eye(outputs)[random.integers(0, outputs, len(y))]
    columns = tuple(f"column {number}" for number in range(features))
    names = tuple(f"shop {number}" for number in range(tasks))
    words = tuple(map(str, range(max(outputs, 2)))) if kind == "classification" else ()
    return Table("shops", kind, x, y.astype(np.float32), task, names, columns, "sold", words)  # type: ignore[arg-type]


TABLE = table()
TASKS = 3


def small(family: str = "linear", algorithm: str = "maml", **changes: Any) -> Run:
    """A run that compiles and trains in a moment."""
    shape = {"shots": 4, "queries": 5, "inner_steps": 2, "meta_batch": TASKS, "hidden": (4,)}
    given = {"family": family, "algorithm": algorithm, "alpha": 0.1, "beta": 0.01} | shape | changes
    for name, (low, high) in registry.algorithms()[algorithm].card.limits.items():
        if name in given:
            given[name] = min(max(given[name], low), high)
    return Run.of(given)


def small_over(held: Table, algorithm: str = "maml", **changes: Any) -> Run:
    """The same over a table of one's own."""
    shape = {"shots": 4, "queries": 5, "inner_steps": 2, "meta_batch": TASKS, "hidden": (4,)}
    given = {"family": "table", "dataset": "own", "algorithm": algorithm} | shape | changes
    return Run.of(given, held)


@contextmanager
def uncompiled() -> Iterator[None]:
    """Cells train as plain graphs, which are slower to run and much quicker to make."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "_programs", {})
        patch.setattr(tf.test, "is_built_with_xla", lambda: False)
        yield


def problem_of(kind: str) -> Problem:
    """Two inputs and one output of either kind."""
    return Problem(kind, features=2, outputs=1)  # type: ignore[arg-type]


def double(nest: Any) -> Any:
    """The same nest as float64 tensors."""
    return tf.nest.map_structure(lambda a: tf.cast(a, tf.float64), nest)


def plain(nest: Any) -> Any:
    """The same nest as NumPy arrays."""
    return tf.nest.map_structure(np.asarray, nest)


def arrays(nest: Any) -> list[np.ndarray]:
    """All arrays of a nest in order."""
    return [np.asarray(a) for a in tf.nest.flatten(nest)]


def close(found: Any, expected: Any, tolerance: float = 1e-9) -> None:
    """Asserts that two nests agree everywhere."""
    tf.nest.assert_same_structure(found, expected)
    for one, other in zip(arrays(found), arrays(expected), strict=True):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


def random_layers(seed: int, sizes: tuple[int, ...], tasks: int | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """A float64 network with weights of ordinary size and biases that are not zero; one for each task where asked."""
    random, lead = np.random.default_rng(seed), () if tasks is None else (tasks,)
    return [(random.normal(size=(*lead, a, b)), 0.3 * random.normal(size=(*lead, 1, b))) for a, b in pairwise(sizes)]


def random_batch(seed: int, problem: Problem, tasks: int = TASKS, points: int = 5) -> Batch:
    """Float64 points with answers that fit the kind of problem."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(tasks, points, problem.features))
    y = random.normal(size=(tasks, points, problem.outputs))
    if problem.classes > 2:
        y -= np.sort(y, axis=-1)[..., -2:].mean(axis=-1, keepdims=True)  # only the largest stays above zero
    return Batch(tf.constant(x), tf.constant((y > 0).astype(float) if problem.kind == "classification" else y))

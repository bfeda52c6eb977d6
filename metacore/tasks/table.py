"""A table of recorded tasks: shops, patients, schools, whatever the rows of one column tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial, DialError
from metacore.episodes import rows
from metacore.tables import samples
from metacore.tables.table import UNSCALED, Scale, Table
from metacore.types import Array, Batch, Card, Dials, Episode, Plane, Problem, Split

OWN = "own"
LEAST_TASKS, LEAST_ROWS = 3, 2
HELD_OUT = 0.2  # the share of tasks for validation, and that for the test
MOST_CLASSES = 10
MOST_POOLED = 5000  # rows that one model for all tasks is trained on
REACH = 1.15  # pictures show a little more than where nearly all rows lie


class Held(NamedTuple):
    """A table made ready: numbers only, ordered by task, the rows of each task shuffled.

    ``x``, ``y`` are scaled; ``first`` and ``sizes`` say which rows a task has; ``splits`` holds the numbers of tasks,
    ``names`` and ``places`` are the tasks' names and the rows' places in the table. Scales: of features and answers.
    """

    x: np.ndarray
    y: np.ndarray
    first: np.ndarray
    sizes: np.ndarray
    splits: dict[Split, np.ndarray]
    names: tuple[str, ...]
    plane: Plane
    domain: tuple[float, float]
    span: tuple[float, float]
    places: np.ndarray
    scales: tuple[Scale, Scale]


class Whole(NamedTuple):
    """All rows of one new task, [1, rows, ...]: some known, others asked; ``places`` says which of the table's."""

    name: str
    support: Batch
    query: Batch
    places: np.ndarray


@dataclass(frozen=True)
class Tabular:
    """Episodes from the rows of a ``Table``. Three tasks of five are practised on, one checks, one is new.

    What is missing is filled with the mean, and features (and a value to predict) are scaled to mean 0 and deviation 1,
    by the rows of the training tasks alone: the few support points of a task give no useful scale, and of a new task
    not even its inputs may be looked at. Errors are thus in units of the training rows' variance: 1 is as wrong as
    always answering their mean. Latents are the numbers of the tasks.
    """

    card: Card
    dials: tuple[Dial, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    domain: tuple[float, float] = (-3.0, 3.0)
    span: tuple[float, float] = (-3.0, 3.0)
    distinct: int = 0
    image: tuple[int, int] | None = None
    table: Table | None = None

    def over(self, settings: Mapping[str, Any], table: Table | None) -> Tabular:
        """The family over the run's table, or the ready-made one that it names. Raises DialError without either."""
        name = settings["dataset"]
        if name == OWN and table is None:
            raise DialError.saying(
                "dataset", "This address was made with a table of somebody’s own, and the data did not travel with "
                f"it. Choose the file again, or use one of {', '.join(samples.names())} as dataset."
            )  # fmt: skip
        chosen = table if name == OWN else samples.table(name)
        held = prepared(chosen)
        new = len(held.splits["test"])
        return replace(self, table=chosen, distinct=new, domain=held.domain, span=held.span)

    @property
    def held(self) -> Held:
        """The table made ready."""
        assert self.table, "only a family that is over a table has rows"
        return prepared(self.table)

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        assert self.table, "only a family that is over a table asks for something"
        return self.table.problem

    def plane(self) -> Plane:
        return self.held.plane

    def sample(self, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
        which, where = tf.unstack(tf.random.split(seed, 2))
        held, order = self.held, tf.constant(self.held.splits[split])
        if split == "training":
            order = tf.gather(order, tf.argsort(tf.random.stateless_uniform(order.shape, which)))
        task = tf.gather(order, tf.range(tasks) % len(held.splits[split]))
        first, sizes = (tf.gather(a, task) for a in (held.first, held.sizes))
        chosen = rows.drawn(where, first, sizes, int(held.sizes.max()), shots, queries)
        x, y = (tf.gather(a, chosen) for a in _tensors(self.table))
        known, asked = (Batch(x[:, part], y[:, part]) for part in (slice(shots), slice(shots, None)))
        return Episode(known, asked, tf.cast(task[:, None], tf.float32))

    def new_names(self, count: int) -> tuple[str, ...]:
        """What the table calls the first new tasks, in the order in which they are measured."""
        return tuple(self.held.names[task] for task in self.held.splits["test"][:count])

    def rows(self) -> Batch:
        """Rows of the training tasks as those of a single task, [1, rows, ...]; some by chance where there are many."""
        place = training_rows(self.held)
        chosen = np.sort(np.random.default_rng(0).permutation(place)[:MOST_POOLED])
        return Batch(self.held.x[None, chosen], self.held.y[None, chosen])

    def whole(self, shots: int) -> Iterator[Whole]:
        """Every new task with all its rows, ``shots`` of them known."""
        held = self.held
        for task in held.splits["test"]:
            place = held.first[task] + np.arange(held.sizes[task])
            own = int(rows.known(shots, len(place)))
            known, asked = (Batch(held.x[None, part], held.y[None, part]) for part in (place[:own], place[own:]))
            yield Whole(held.names[task], known, asked, held.places[place])


@lru_cache(maxsize=4)
def _tensors(table: Table) -> Batch:
    """All rows, of which graphs keep no copy."""
    held = prepared(table)
    return Batch(rows.lasting(held.x), rows.lasting(held.y))


def training_rows(held: Held) -> np.ndarray:
    """The places of all rows of the training tasks."""
    return _rows_of(held.first, held.sizes, held.splits["training"])


def _rows_of(first: np.ndarray, sizes: np.ndarray, tasks: np.ndarray) -> np.ndarray:
    return np.concatenate([np.arange(first[task], first[task] + sizes[task]) for task in tasks])


@lru_cache(maxsize=8)
def prepared(table: Table) -> Held:
    """The table made ready. Raises DialError where it has too few tasks to hold some out."""
    every = np.bincount(table.task, minlength=len(table.tasks))
    kept = np.flatnonzero(every >= LEAST_ROWS)
    if len(kept) < LEAST_TASKS:
        raise DialError.saying(
            "dataset", f"“{table.name}” has {len(kept)} tasks with at least {LEAST_ROWS} rows. It takes at least "
            f"{LEAST_TASKS}: one to practise on, one to check with, and one that is new."
        )  # fmt: skip
    if table.problem.classes > MOST_CLASSES:
        raise DialError.saying(
            "dataset", f"“{table.target}” in “{table.name}” has {table.problem.classes} classes. At most "
            f"{MOST_CLASSES} can be told apart here: choose another column to predict, or join rare classes."
        )  # fmt: skip
    order = np.random.default_rng(0).permutation(len(table.task))
    order = order[np.isin(table.task[order], kept)]
    order = order[np.argsort(table.task[order], kind="stable")]
    sizes, splits, values = every[kept], _splits(len(kept)), bool(not table.problem.classes)
    first = np.cumsum(sizes) - sizes
    own = _rows_of(first, sizes, splits["training"])
    scales = _scale(table.x[order[own]]), _scale(table.y[order[own]]) if values else UNSCALED
    x, y = (scale.applied(a[order]) for scale, a in zip(scales, (table.x, table.y), strict=True))
    plane = rows.telling(x[own], y[own, 0]) if values else rows.principal(x[own])
    reach = REACH * max(1.0, float(np.quantile(np.abs(plane.flattened(x[own])), 0.99)))
    low, high = np.quantile(y[own], [0.005, 0.995])
    edge = 0.15 * (high - low) + 0.1
    return Held(
        x.astype(np.float32), y.astype(np.float32), first.astype(np.int32), sizes.astype(np.int32), splits,
        tuple(table.tasks[task] for task in kept), plane, (-reach, reach), (float(low - edge), float(high + edge)),
        order, scales,
    )  # fmt: skip


def _splits(tasks: int) -> dict[Split, np.ndarray]:
    """Which tasks are practised on, which check and which are new: by chance, the same for every run."""
    order = np.random.default_rng(1).permutation(tasks).astype(np.int32)
    apart = max(1, round(HELD_OUT * tasks))
    return {"test": order[:apart], "validation": order[apart : 2 * apart], "training": order[2 * apart :]}


def _scale(values: np.ndarray) -> Scale:
    """What brings columns to mean 0 and deviation 1, what is missing left aside."""
    values = values.astype(np.float64)
    there = np.isfinite(values)
    number = np.maximum(there.sum(axis=0), 1)
    middle = np.where(there, values, 0).sum(axis=0) / number
    unit = np.sqrt(np.where(there, (values - middle) ** 2, 0).sum(axis=0) / number)
    return Scale(middle, np.where(unit > 1e-9 * np.maximum(np.abs(middle), 1), unit, 1))


PART = Tabular(
    Card(
        label="A table of data",
        sentence="Rows of a table. One column says which task a row belongs to; whole tasks are kept for the end.",
        source="Hospedales et al. 2021, Meta-Learning in Neural Networks: A Survey, section 3",
        url="https://arxiv.org/abs/2004.05439",
    ),
    dials=(
        Dial("dataset", "Table", "Which table: one that is ready-made, or one of your own.", samples.names()[0],
             "choice", choices=(*samples.names(), OWN), shapes=True),
    ),
    defaults={"shots": 5, "queries": 20, "hidden": (20,), "inner_steps": 5, "alpha": 0.1, "beta": 0.001},
)  # fmt: skip

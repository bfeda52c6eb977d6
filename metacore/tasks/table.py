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
from metacore.episodes.splitting import Held, prepared, training_rows
from metacore.tables import samples
from metacore.tables.table import Table
from metacore.types import Array, Batch, Card, Dials, Episode, Plane, Problem, Split

OWN = "own"
MOST_POOLED = 5000  # rows that one model for all tasks is trained on


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

    def new_sizes(self, shots: int) -> list[tuple[int, int]]:
        """How many rows each new task has, and how many of them are known."""
        return [(int(size), int(rows.known(shots, size))) for size in self.held.sizes[self.held.splits["test"]]]

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
    return Batch(rows.outside_graphs(held.x), rows.outside_graphs(held.y))


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

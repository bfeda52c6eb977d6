"""Tasks whose inputs are made as wide as those of another kind, so that what is learned on one can be tried on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.episodes import sampling
from metacore.protocols import Family, RecordedFamily
from metacore.types import Array, Batch, Card, Dials, Episode, Plane, Problem, Split


@dataclass(frozen=True)
class Padded:
    """The tasks of ``family`` with zeros behind their inputs, up to ``inputs`` of them.

    Tasks, rows and labels are the same as without. It counts as recorded, since the family's truth does not know the
    further inputs.
    """

    family: Family
    inputs: int
    image: tuple[int, int] | None = None

    @property
    def card(self) -> Card:
        return self.family.card

    @property
    def dials(self) -> tuple[Dial, ...]:
        return self.family.dials

    @property
    def defaults(self) -> Mapping[str, Any]:
        return self.family.defaults

    @property
    def domain(self) -> tuple[float, float]:
        return self.family.domain

    @property
    def span(self) -> tuple[float, float]:
        return self.family.span

    @property
    def distinct(self) -> int:
        return self.family.distinct if isinstance(self.family, RecordedFamily) else 0

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        return replace(self.family.problem(settings), features=self.inputs, image=None)

    def plane(self) -> Plane:
        if not isinstance(self.family, RecordedFamily):
            return Plane(np.zeros(self.inputs, np.float32), np.eye(2, self.inputs, dtype=np.float32))
        middle, directions = self.family.plane()
        further = self.inputs - len(middle)
        return Plane(np.pad(middle, (0, further)), np.pad(directions, ((0, 0), (0, further))))

    def sample(self, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
        drawn = sampling.clean(self.family, split, seed, tasks, shots, queries, dials)
        return drawn._replace(support=self._wide(drawn.support), query=self._wide(drawn.query))

    def _wide(self, batch: Batch) -> Batch:
        return Batch(tf.pad(batch.x, [[0, 0], [0, 0], [0, self.inputs - batch.x.shape[-1]]]), batch.y)

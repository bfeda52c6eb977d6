"""Where pictures of a run's tasks are computed, the same for every task: a square, or a line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.types import Array, Batch, Plane

SMALL, LARGE = {1: 41, 2: 30}, {1: 121, 2: 100}  # points along each direction, by the number of directions


class Canvas(NamedTuple):
    """``points`` [n, features] in the order of ``shape``, (cells,) or (cells, cells): the row is the second input.

    ``plane`` is where the points lie if it is not the whole space: what is drawn there is a projection.
    """

    points: np.ndarray
    shape: tuple[int, ...]
    plane: Plane | None

    def laid(self, values: Array) -> np.ndarray:
        """Values [..., n, outputs] in rows and columns, [..., *shape, outputs]."""
        values = np.asarray(values)
        return values.reshape(*values.shape[:-2], *self.shape, values.shape[-1])

    def dots(self, batch: Batch) -> Batch:
        """Points as they are drawn, [tasks, n, directions]."""
        x, y = (np.asarray(a) for a in batch)
        return Batch(self.plane.flattened(x) if self.plane else x, y)


def canvas(run: Run, large: bool = False) -> Canvas:
    """The canvas of ``run``: fine for one large picture, coarse for many small ones."""
    family = run.task_family
    plane = family.plane() if isinstance(family, RecordedFamily) else None
    directions = len(plane.directions) if plane else run.problem.features
    cells = (LARGE if large else SMALL)[directions]
    flat = places(family.domain, cells, directions)
    return Canvas(plane.inputs(flat) if plane else flat, (cells,) * directions, plane)


def places(domain: tuple[float, float], cells: int, directions: int) -> np.ndarray:
    """So many places along each direction, [cells (squared), directions].

    >>> places((0, 1), 2, 2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    """
    line = np.linspace(*domain, cells, dtype=np.float32)
    return np.stack(np.meshgrid(*[line] * directions), axis=-1).reshape(-1, directions)


def truth(run: Run, latent: Array, drawn: Canvas) -> np.ndarray | None:
    """The right answers all over the canvas, [tasks, *shape, outputs]; None where only data are known."""
    family = run.task_family
    if isinstance(family, RecordedFamily):
        return None
    x = np.broadcast_to(drawn.points, (len(latent), *drawn.points.shape))
    return drawn.laid(family.answer(latent, tf.constant(x)))

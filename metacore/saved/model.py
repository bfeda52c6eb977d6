"""A meta-trained model that answers new tasks in the units of the data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import numpy as np

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.nn.losses import predictions, spread
from metacore.query_string import read
from metacore.run_dials import PARTS, dials_of
from metacore.saved import given
from metacore.tables.table import Scale
from metacore.types import Array, Batch, Params, Predictor, Problem

if TYPE_CHECKING:
    from metacore.tables.schema import Schema


class Answer(NamedTuple):
    """Answers [tasks, n, classes or 1], and the deviation that values may have from them where the method tells it."""

    fit: np.ndarray
    spread: np.ndarray | None


@dataclass(frozen=True)
class Saved:
    """A meta-trained model that adapts to new tasks in the units of the data.

    ``about``: the run's query string, and for tables the names of the features, the target and its classes, and the
    schema by which a file is read.
    """

    about: dict[str, Any]
    problem: Problem
    params: Params
    scales: tuple[Scale, Scale]

    @cached_property
    def schema(self) -> Schema | None:
        """How the file was read that the model was trained on; None for other models, and for those saved without."""
        from metacore.tables.schema import Schema

        return Schema.read(self.about["schema"]) if self.about.get("schema") else None

    def adapt(self, x: Any, y: Any) -> Predictor:
        """Learns a new task from some points and their answers, and returns what answers further points.

        ``x``: a pandas frame with the columns of the file that was trained on, or an array [points, features], NaN
        where a value is missing. ``y``: classes by name (by number, from 0 on, where they have no names), or values,
        [points]. The predictor takes such an ``x`` too, and gives probabilities [n, classes], or values [n]. Raises
        DialError or DataError, both of which are ValueErrors, for anything else.
        """
        points = self._given(x)
        own = self.adapted(points[None], self._answers(y, len(points))[None])

        def answer(x: Any) -> np.ndarray:
            found = self.answered(own, self._given(x)[None]).fit[0]
            return found if self.problem.classes else found[:, 0]

        return answer

    def adapted(self, x: np.ndarray, y: np.ndarray) -> Params:
        """The model of each task after it has learned [tasks, points, ...]; before adapting where there are no points.

        ``x`` as a table holds it, ``y`` as a ``Batch``.
        """
        blind = x.shape[1] == 0
        if blind:  # what holds before adapting has not seen the support: any will do
            x, y = np.zeros((len(x), 1, x.shape[2])), np.zeros((len(x), 1, y.shape[2]))
        scaled = self.scales[1].applied(y) if not self.problem.classes else y
        support = Batch(self._scaled(x), tf.constant(scaled, tf.float32))
        settings = self.settings
        dials = {name: np.float32(value) if isinstance(value, float) else value for name, value in settings.items()}
        path = registry.algorithms()[settings["algorithm"]].adapt(self.problem, self.params, support, dials)
        return path[0 if blind else -1]

    def answered(self, own: Params, x: np.ndarray) -> Answer:
        """What adapted models say at ``x`` [tasks, n, features]: probabilities of classes, or values."""
        method = registry.algorithms()[self.settings["algorithm"]]
        outputs = method.predict(self.problem, own, self._scaled(x))
        fit, width = predictions(self.problem, outputs).numpy(), spread(self.problem, outputs)
        if not self.problem.classes:
            deviation = None if width is None else width.numpy() * self.scales[1].unit
            return Answer(self.scales[1].undone(fit), deviation)
        return Answer(fit if self.problem.outputs > 1 else np.concatenate([1 - fit, fit], axis=-1), None)

    @cached_property
    def settings(self) -> dict[str, Any]:
        return settings_of(self.about["run"])

    def _given(self, x: Any) -> np.ndarray:
        """Points [points, features] from a frame or an array."""
        if self.schema and hasattr(x, "columns"):
            from metacore.tables.schema import plain

            x = self.schema.x(plain(x))
        return given.inputs(x, self.about.get("features") or [f"number {n + 1}" for n in range(self.problem.features)])

    def _answers(self, y: Any, points: int) -> np.ndarray:
        # Before classes went by name they went by number, as scripts of that time still have them.
        return given.answers(y, points, self.problem, self.about.get("classes", ()), self.about["format"] < 2)

    def _scaled(self, x: np.ndarray) -> Array:
        return tf.constant(self.scales[0].applied(x), tf.float32)


def settings_of(query: str) -> dict[str, Any]:
    """The settings that a run's query string spells; the table it was over need not be there."""
    pairs = parse_qsl(query)
    texts = dict(pairs)
    return read(dials_of(*(texts[name] for name in PARTS)), pairs)[0]

"""A sketch: a task that a visitor draws, who answers it, and what it is scored on; and the same as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from metacore import registry
from metacore.dials import DialError
from metacore.nn.estimators import labels
from metacore.query_string import read, strict, texts, unknown, value_of
from metacore.run import Run
from metacore.run_dials import common
from metacore.studies.task.field_types import Names, Point, Points
from metacore.studies.task.fields import STRAIGHT, family_dial, fields_of, run_of, task_dials
from metacore.types import Array, Batch, Problem


class Player(NamedTuple):
    """Who answers a sketch: "meta", "mine", "fresh" or "ensemble" with the name of a part; others have no name.

    "ideal" is Bayes-optimal, "flat" gives the same answer everywhere, "line" is the line that the visitor placed.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True)
class Sketch:
    """Points and who answers them; build one with ``Sketch.of`` or ``Sketch.parse``.

    >>> Sketch.parse("family=linear&points=1_2_0~-1_0.5_1").points
    ((1.0, 2.0, 0), (-1.0, 0.5, 1))
    """

    settings: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, given: dict[str, Any]) -> Sketch:
        """A complete sketch from some settings. Raises DialError for what is not allowed."""
        family = family_dial().check(given.get("family", family_dial().default))
        run = run_of(family, given)
        fields = fields_of(family, run.problem)
        for fault in unknown(given, [field.name for field in fields]):
            raise fault
        full = {field.name: field.default for field in fields} | dict(run.settings) | given
        return cls(tuple((field.name, field.check(full[field.name])) for field in fields))

    @classmethod
    def parse(cls, query: str) -> Sketch:
        """The sketch that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Sketch, list[DialError]]:
        """The sketch that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        given, faults = read([family_dial()], pairs)
        family = given.get("family", family_dial().default)
        tasks, further = read(task_dials(family), pairs)
        given |= tasks
        fields = fields_of(family, run_of(family, given).problem)
        rest = [field for field in fields if field.name not in ("family", *(d.name for d in task_dials(family)))]
        more, others = read(rest, pairs)
        faults += [*further, *others, *unknown((name for name, _ in pairs), [field.name for field in fields])]
        return cls.of(given | more), faults

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    @property
    def fields(self) -> tuple[Any, ...]:
        """Everything that can be set, in the order of the query string."""
        return fields_of(self.family, self.problem)

    @property
    def problem(self) -> Problem:
        return self.run().problem

    @property
    def straight(self) -> bool:
        """Whether a line can be the truth: with two classes or values."""
        return self.problem.classes in (0, 2)

    def run(self, algorithm: str = "") -> Run:
        """The run of a meta-learner on this kind of task, with its own defaults."""
        chosen = {"algorithm": algorithm} if algorithm else {}
        return run_of(self.family, dict(self.settings) | chosen)

    @property
    def basis(self) -> str:
        """The meta-learner whose models the ensembles combine: the first of those chosen."""
        return (*self.algorithms, common("algorithm").default)[0]

    @property
    def practising(self) -> tuple[str, ...]:
        """The meta-learners that have to be trained."""
        return tuple(dict.fromkeys((*self.algorithms, *([self.basis] if self.ensembles else []))))

    @property
    def players(self) -> tuple[Player, ...]:
        """Everyone who answers, in the order that they are shown."""
        kinds = (("meta", self.algorithms), ("fresh", self.learners), ("ensemble", self.ensembles))
        return tuple(Player(kind, name) for kind, names in kinds for name in names)

    def support(self) -> Batch:
        """The points as a single task, [1, points, ...]."""
        x, y = batch_of(self.problem, self.points)
        return Batch(x[None], y[None])

    def replace(self, **changes: Any) -> Sketch:
        """The same sketch with some settings changed; another kind of task keeps what has a place there."""
        kept = dict(self.settings)
        if changes.get("family", self.family) != self.family:
            new = registry.families()[family_dial().check(changes["family"])]
            known = {dial.name for dial in task_dials(changes["family"])} - {"noise", *new.defaults}
            own = {dial.name for dial in task_dials(self.family)}
            kept = {name: value for name, value in kept.items() if name not in own or name in known}
            kept |= {"task": 0, "line": ()} | ({} if changes["family"] in STRAIGHT else {"mode": "draw"})
        full = kept | changes
        for field in fields_of(full["family"], run_of(full["family"], full).problem):
            if isinstance(field, Points | Names) and field.name not in changes:
                full[field.name] = field.fitted(full[field.name]) if full[field.name] else ()
        return Sketch.of(full)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return texts(self.fields, self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")


def batch_of(problem: Problem, points: Iterable[Point]) -> Batch:
    """Points as the engine takes them, [points, ...]."""
    rows = np.array([tuple(point) for point in points], np.float32).reshape(-1, 3 if problem.classes else 2)
    if not problem.classes:
        return Batch(rows[:, :1], rows[:, 1:])
    return Batch(rows[:, :2], np.eye(problem.classes, dtype=np.float32)[rows[:, 2].astype(int), -problem.outputs :])


def points_of(problem: Problem, batch: Batch) -> tuple[tuple[float, ...], ...]:
    """What ``batch_of`` takes, from points as the engine has them."""
    x, y = np.asarray(batch.x, np.float64), np.asarray(batch.y, np.float64)
    if not problem.classes:
        return tuple(zip(x[:, 0].tolist(), y[:, 0].tolist(), strict=True))
    return tuple((*place, int(label)) for place, label in zip(x.tolist(), labels(y), strict=True))


def along(problem: Problem, line: tuple[Point, ...], x: Array) -> np.ndarray:
    """The answers of a straight line through two handles at ``x`` [n, features]: [n, 1].

    Of two classes, the second lies to the left of the way from the first handle to the second one.
    """
    (left, low), (right, high) = ((float(place[0]), float(place[1])) for place in line)
    if problem.classes:
        turn = (right - left) * (x[:, 1:] - low) - (high - low) * (x[:, :1] - left)
        return (turn > 0).astype(np.float32)
    slope = (high - low) / (right - left) if right != left else 0.0
    return np.asarray((low + high) / 2 + slope * (x - (left + right) / 2), np.float32)

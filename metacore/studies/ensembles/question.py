"""A fusion lab: a pool of task models and one new task to answer with them, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.episodes.sampling import NEW_TASKS
from metacore.query_string import read, strict, texts, value_of
from metacore.run import Run
from metacore.run_dials import repeated
from metacore.training.pool import Pool
from metacore.types import Problem


@cache
def lab_dials() -> tuple[Dial, ...]:
    """The dials that a lab has beside those of its meta-learner's run."""
    # fmt: off
    return (
        Dial("pool", "Models in the pool", "Where the models come from. Each has learned one training task.", "adapted",
             "choice", choices=tuple(registry.pools())),
        Dial("members", "Number of models", "How many models answer together.", 50, "integer", 2, 200,
             stops=(2, 5, 10, 20, 50, 100, 200)),
        Dial("points", "Points each model has seen", "How many labelled points of its own task each model has learned "
             "from.", 50, "integer", 5, 100, stops=(5, 10, 20, 50, 100)),
        Dial("known", "Support points of the new task", "How many labelled points of the new task are known.", 10,
             "integer", 1, 50, stops=(1, 2, 3, 5, 7, 10, 15, 20, 30, 50)),
        Dial("steps", "Meta-steps", "How long the meta-learner practises before its models are asked.", 1000, "integer",
             0, 100_000, stops=(0, 100, 300, 1000, 3000, 10_000)),
        Dial("task", "New task", "Which of the new tasks is shown.", 1, "integer", 1, NEW_TASKS),
    )
    # fmt: on


@dataclass(frozen=True)
class Lab:
    """Which models answer which new task; build one with ``Lab.of`` or ``Lab.parse``.

    >>> Lab.parse("family=sinusoid&members=20").run().family
    'sinusoid'
    """

    settings: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, given: dict[str, Any]) -> Lab:
        """A complete lab from some settings. Raises DialError for an unknown name or a value that is not allowed."""
        own = {dial.name: dial for dial in lab_dials()}
        run = Run.of({name: value for name, value in given.items() if name not in own})
        mine = ((name, dial.check(given.get(name, dial.default))) for name, dial in own.items())
        return cls((*run.settings, *mine))

    @classmethod
    def parse(cls, query: str) -> Lab:
        """The lab that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Lab, list[DialError]]:
        """The lab that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs, own = list(pairs), [dial.name for dial in lab_dials()]
        given, faults = read(lab_dials(), pairs)
        run, more = Run.lenient((name, text) for name, text in pairs if name not in own)
        return cls.of(dict(run.settings) | given), [*faults, *more]

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    @property
    def dials(self) -> tuple[Dial, ...]:
        return (*self.run().dials, *lab_dials())

    @property
    def problem(self) -> Problem:
        return self.run().problem

    @property
    def source(self) -> Pool:
        """Where the models come from."""
        return registry.pools()[self.pool]

    def run(self, repeat: int = 0) -> Run:
        """The meta-learner's run; repeat 1, 2, ... differ by their seed."""
        own = {dial.name for dial in lab_dials()}
        given = {name: value for name, value in self.settings if name not in own}
        if repeat:
            given |= {name: repeated(getattr(self, name), repeat) for name in ("seed", "weights")}
        return Run.of(given)

    def view(self) -> tuple[int, int]:
        """What may change without asking the models anew: how many points are known, and which task is shown."""
        return self.known, self.task

    def basis(self) -> Lab:
        """The lab that stands for all that differ in their view alone."""
        return self.replace(known=10, task=1)

    def replace(self, **changes: Any) -> Lab:
        """The same lab with some settings changed; what only an old part of the run had falls away."""
        own = [dial.name for dial in lab_dials()]
        run = self.run().replace(**{name: value for name, value in changes.items() if name not in own})
        mine = {name: changes.get(name, getattr(self, name)) for name in own}
        return Lab.of(dict(run.settings) | mine)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return texts(self.dials, self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")

"""A fusion lab: a pool of task models and one new task to answer with them, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from metacore import registry
from metacore.dials import Dial, DialError, read, strict, texts, unknown, value_of
from metacore.episodes import NEW_TASKS
from metacore.pool import Pool
from metacore.run import Run, common
from metacore.types import Problem

# The dials that the lab's meta-learner has; all others are its own, at their defaults.
SHARED = ("family", "noise", "algorithm", "learner", "seed")


@cache
def lab_dials() -> tuple[Dial, ...]:
    """The dials that a lab has beside those of its meta-learner."""
    # fmt: off
    return (
        Dial("pool", "Models in the pool", "Where the models come from. Each has learned one training task.", "adapted",
             "choice", choices=tuple(registry.pools())),
        Dial("members", "Number of models", "How many models answer together.", 50, "integer", 2, 200,
             stops=(2, 5, 10, 20, 50, 100, 200)),
        Dial("points", "Points each model has seen", "How many labelled points of its own task each model has learned "
             "from.", 50, "integer", 5, 100, stops=(5, 10, 20, 50, 100)),
        Dial("shots", "Support points of the new task", "How many labelled points of the new task are known.", 10,
             "integer", 1, 50, stops=(1, 2, 3, 5, 7, 10, 15, 20, 30, 50)),
        Dial("steps", "Meta-steps", "How long the meta-learner practises before its models are asked.", 1000, "integer",
             0, 20_000, stops=(0, 100, 300, 1000, 3000, 10_000)),
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
        named = (common(name).check(given.get(name, common(name).default)) for name in ("family", "learner"))
        dials = dials_of(*named)
        for fault in unknown(given, [dial.name for dial in dials]):
            raise fault
        shared = Run.of({name: value for name, value in given.items() if name not in _own_names()})
        full = dict(shared.settings) | {dial.name: dial.default for dial in lab_dials()} | given
        return cls(tuple((dial.name, dial.check(full[dial.name])) for dial in dials))

    @classmethod
    def parse(cls, query: str) -> Lab:
        """The lab that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Lab, list[DialError]]:
        """The lab that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        chosen = [common(name) for name in ("family", "learner")]
        given, faults = read(chosen, pairs)
        dials = dials_of(*(given.get(dial.name, dial.default) for dial in chosen))
        more, further = read([dial for dial in dials if dial not in chosen], pairs)
        faults += [*further, *unknown((name for name, _ in pairs), [dial.name for dial in dials])]
        given |= more
        try:
            return cls.of(given), faults
        except DialError as fault:
            return cls.of({name: value for name, value in given.items() if name != fault.field}), [*faults, fault]

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    @property
    def dials(self) -> tuple[Dial, ...]:
        return dials_of(self.family, self.learner)

    @property
    def problem(self) -> Problem:
        return self.run().problem

    @property
    def source(self) -> Pool:
        """Where the models come from."""
        return registry.pools()[self.pool]

    def run(self, repeat: int = 0) -> Run:
        """The meta-learner's run, on endless tasks; repeat 1, 2, ... differ by their seed."""
        given = {name: value for name, value in self.settings if name not in _own_names()}
        return Run.of(given | {"seed": self.seed + repeat})

    def tasks(self) -> tuple[Any, ...]:
        """What the models' answers depend on: all but the view of the new task."""
        return tuple(pair for pair in self.settings if pair[0] not in ("shots", "task"))

    def replace(self, **changes: Any) -> Lab:
        """The same lab with some settings changed; what only the old family or learner had falls away."""
        run = {name: value for name, value in changes.items() if name not in _own_names()}
        base = self.run().replace(**run) if run else self.run()
        known = {dial.name for dial in dials_of(base.family, base.learner)}
        mine = {name: value for name, value in (*self.settings, *changes.items()) if name in _own_names()}
        return Lab.of({name: value for name, value in base.settings if name in known - _own_names()} | mine)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return texts(self.dials, self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")


@cache
def dials_of(family: str, learner: str) -> tuple[Dial, ...]:
    """The dials of a lab with these parts: the meta-learner's, the parts' own, and those of the lab."""
    own = (*registry.families()[family].dials, *registry.learners()[learner].dials)
    return (*(common(name) for name in SHARED), *own, *lab_dials())


def _own_names() -> set[str]:
    return {dial.name for dial in lab_dials()}

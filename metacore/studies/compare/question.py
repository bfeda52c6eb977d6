"""A race: several methods on the same tasks from the same seed, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.query_string import read, strict, texts, unknown, value_of
from metacore.registry import serving
from metacore.run import Run
from metacore.run_dials import common, repeated
from metacore.types import Problem

LEAST, MOST = 2, 6
DEFAULT_METHODS = ("maml", "reptile", "prototypical", "transformer")
# The dials that all methods of a race share; all others are each method's own, at their defaults.
SHARED = ("family", "tasks", "shots", "queries", "noise", "meta_batch", "seed")


@cache
def race_dials() -> tuple[Dial, ...]:
    """The dials that a race has beside those of its runs."""
    # fmt: off
    return (
        Dial("pace", "Equal share of", "What every method gets the same amount of: meta-steps, or seconds of training.",
             "steps", "choice", choices=("steps", "seconds")),
        Dial("steps", "Meta-steps each", "How many meta-steps every method trains.", 2000, "integer", 100, 50_000,
             stops=(100, 300, 1000, 2000, 5000, 10_000, 20_000, 50_000)),
        Dial("seconds", "Seconds each", "How long every method trains, compiling aside.", 10, "integer", 1, 300,
             stops=(3, 5, 10, 20, 30, 60, 120, 300)),
        Dial("seeds", "Repeats", "How many times the race is run, each time from another seed.", 1, "integer", 1, 5,
             stops=(1, 2, 3, 4, 5)),
    )
    # fmt: on


@dataclass(frozen=True)
class Race:
    """Who races, on which tasks, and for how long; build one with ``Race.of`` or ``Race.parse``.

    >>> Race.parse("methods=maml,fomaml&family=sinusoid&seeds=3").run("fomaml", 2).seed
    3
    """

    methods: tuple[str, ...]
    settings: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, methods: Iterable[str], given: dict[str, Any]) -> Race:
        """A complete race from some settings. Raises DialError for what is not allowed, the number of methods too."""
        methods = tuple(dict.fromkeys(methods))
        dials = dials_of(given.get("family", common("family").default))
        for fault in unknown(given, [dial.name for dial in dials]):
            raise fault
        shared = Run.of({name: value for name, value in given.items() if name not in _own_names()})
        able = serving(shared.problem)
        if not LEAST <= len(methods) <= MOST or not set(methods) <= set(able):
            allowed = f"{LEAST} to {MOST} of {', '.join(able)}"
            raise DialError("methods", ",".join(methods) or "none", allowed)
        full = dict(shared.settings) | {dial.name: dial.default for dial in race_dials()} | given
        return cls(methods, tuple((dial.name, dial.check(full[dial.name])) for dial in dials))

    @classmethod
    def parse(cls, query: str) -> Race:
        """The race that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Race, list[DialError]]:
        """The race that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        given, faults = read([common("family")], pairs)
        dials = dials_of(given.get("family", common("family").default))
        more, further = read(dials[1:], pairs)
        faults += [*further, *unknown((name for name, _ in pairs), ["methods", *(dial.name for dial in dials)])]
        own = {name: value for name, value in more.items() if name in _own_names()}
        tasks, further = Run.possible(given | {name: value for name, value in more.items() if name not in own})
        given, faults = tasks | own, [*faults, *further]
        named = [text for name, text in pairs if name == "methods"]
        try:
            return cls.of(",".join(named).split(",") if named else suited(given), given), faults
        except DialError as fault:
            return cls.of(suited(given), given), [*faults, fault]

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    @property
    def dials(self) -> tuple[Dial, ...]:
        return dials_of(self.family)

    def run(self, method: str, repeat: int) -> Run:
        """The run of ``method`` in repeat 0, 1, ...: its own defaults on the race's tasks."""
        given = {name: value for name, value in self.settings if name not in _own_names()}
        return Run.of(given | {"algorithm": method, "seed": repeated(self.seed, repeat)})

    def replace(self, **changes: Any) -> Race:
        """The same race with some settings changed; a new family keeps those who can take part."""
        kept = dict(self.settings)
        methods = changes.pop("methods", self.methods)
        if changes.get("family", self.family) != self.family:
            known = {dial.name for dial in dials_of(changes["family"])}
            bent = {*registry.families()[self.family].defaults, *registry.families()[changes["family"]].defaults}
            kept = {name: value for name, value in kept.items() if name in known - bent}
        able = serving(_problem(kept | changes))
        if not set(methods) <= set(able) and methods == self.methods:
            methods = tuple(name for name in methods if name in able)
            methods = methods if len(methods) >= LEAST else suited(kept | changes)
        return Race.of(methods, kept | changes)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return {"methods": ",".join(self.methods)} | texts(self.dials, self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")


def suited(given: dict[str, Any]) -> tuple[str, ...]:
    """The methods that race where none are named: the usual ones as far as they can, others in their place."""
    able = serving(_problem(given))
    return (*(name for name in DEFAULT_METHODS if name in able), *(n for n in able if n not in DEFAULT_METHODS))[:4]


def _problem(given: dict[str, Any]) -> Problem:
    """What the tasks of a race with these settings ask for."""
    return Run.of({name: value for name, value in given.items() if name not in _own_names()}).problem


@cache
def dials_of(family: str) -> tuple[Dial, ...]:
    """The dials of a race on ``family``: those its methods share, the family's own, and those of the race."""
    return (*(common(name) for name in SHARED), *registry.families()[family].dials, *race_dials())


def _own_names() -> set[str]:
    return {dial.name for dial in race_dials()}

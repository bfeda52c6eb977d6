"""Across domains: what is learned on one kind of task is tried on others, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

import numpy as np

from metacore import registry
from metacore.dials import Dial, DialError, named
from metacore.query_string import read, strict, texts, unknown, value_of
from metacore.run import Run
from metacore.run_dials import common
from metacore.tables.samples import names
from metacore.training.engine import init
from metacore.types import Params

# What is learned with; all kinds of task share it, so that parameters fit. All else belongs to the tasks.
OPEN = ("classes", "dataset")  # what some kinds leave open
SHARED = ("alpha", "beta", "inner_steps", "meta_batch", "hidden", "queries")


@cache
def transfer_dials() -> tuple[Dial, ...]:
    """The dials of a transfer, in the order of its query string."""
    # fmt: off
    return (
        Dial("families", "Kinds of task", "Each is trained on, and each is then tried by what the others have learned. "
             "All must ask for the same: classes or values.", ("linear", "moons", "circles", "xor"), "several", 2, 8,
             choices=tuple(registry.families())),
        common("algorithm"),
        common("shots"),
        Dial("classes", "Classes", "How many classes there are, where the kind of task leaves it open.", 2, "integer",
             2, 5, stops=(2, 3, 4, 5)),
        replace(named(registry.families()["table"].dials, "dataset"), choices=tuple(names())),
        Dial("steps", "Meta-steps each", "How long is trained on each kind of task.", 1000, "integer", 100, 20_000,
             stops=(100, 300, 1000, 3000, 10_000, 20_000)),
        common("seed"),
    )
    # fmt: on


@dataclass(frozen=True)
class Transfer:
    """Which kinds of task teach which method, and are tried by it; build one with ``of`` or ``parse``.

    >>> Transfer.parse("families=linear,moons").home("moons").family
    'moons'
    """

    settings: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Transfer:
        """A complete transfer from some settings. Raises DialError for what is not allowed."""
        for fault in unknown(given, [dial.name for dial in transfer_dials()]):
            raise fault
        found = cls(tuple((dial.name, dial.check(given.get(dial.name, dial.default))) for dial in transfer_dials()))
        kinds = {name: found._run(name).problem.kind for name in common("family").choices}
        alike = [name for name in kinds if kinds[name] == kinds[found.families[0]]]
        if not set(found.families) <= set(alike):
            raise DialError("families", ",".join(found.families), f"only {', '.join(alike)} together")
        found.home(found.families[0])  # whether the method can answer them
        return found

    @classmethod
    def parse(cls, query: str) -> Transfer:
        """The transfer that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Transfer, list[DialError]]:
        """What name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        given, faults = read(transfer_dials(), pairs)
        faults += unknown((name for name, _ in pairs), [dial.name for dial in transfer_dials()])
        while True:
            try:
                return cls.of(given), faults
            except DialError as fault:
                faults.append(fault)
                del given[fault.field]

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return texts(transfer_dials(), self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")

    def replace(self, **changes: Any) -> Transfer:
        """The same transfer with some settings changed. Raises DialError."""
        return Transfer.of(dict(self.settings) | changes)

    def home(self, family: str) -> Run:
        """The run that trains on ``family``: its own tasks, learned with what suits the most demanding kind.

        Its inputs are as many as those of the kind that has most.
        """
        runs = [self._run(name, algorithm=self.algorithm) for name in self.families]
        demanding = max(runs, key=lambda run: sum(run.hidden))
        shared = {name: getattr(demanding, name) for name in SHARED}
        own = {"algorithm": self.algorithm, "shots": self.shots, "seed": self.seed}
        return self._run(family, **shared, **own).widened(max(run.problem.features for run in runs))

    def _run(self, family: str, **settings: Any) -> Run:
        """A run on ``family``, with what this transfer says of what the family leaves open."""
        known = {dial.name for dial in registry.families()[family].dials}
        said = {name: getattr(self, name) for name in OPEN if name in known}
        return Run.of({"family": family} | said | settings)

    @property
    def open_dials(self) -> set[str]:
        """What one of the kinds leaves open, so that it has an effect."""
        return {dial.name for family in self.families for dial in registry.families()[family].dials} & {*OPEN}

    def fits(self, home: str, away: str) -> bool:
        """Whether what is learned on ``home`` has the sizes that tasks of ``away`` need."""
        return _sizes(init(self.home(home)).params) == _sizes(init(self.home(away)).params)


def _sizes(nest: Params) -> Any:
    if isinstance(nest, dict):
        return {key: _sizes(value) for key, value in nest.items()}
    return [_sizes(value) for value in nest] if isinstance(nest, list | tuple) else np.shape(nest)

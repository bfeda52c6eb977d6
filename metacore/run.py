"""A run: everything that determines a result, frozen, validated, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from metacore import registry
from metacore.dials import Dial, DialError
from metacore.episodes.padding import Padded
from metacore.protocols import Algorithm, Family, Learner
from metacore.query_string import read, strict, texts, unknown, value_of
from metacore.run_dials import NO_ENSEMBLE, PARTS, common, dials_of
from metacore.tables.table import Table
from metacore.types import Problem


@dataclass(frozen=True)
class Run:
    """All settings of a run, by name; build one with ``Run.parse`` or ``Run.of``.

    ``table``: the visitor's own data where the family is over such. ``inputs``: how many inputs tasks have at least;
    zeros stand behind their own. Both are part of the run and not of the query string.

    >>> Run.parse("family=linear&alpha=0.3").alpha
    0.3
    >>> Run.parse(Run.parse("shots=5").query()) == Run.parse("shots=5")
    True
    """

    settings: tuple[tuple[str, Any], ...]
    table: Table | None = None
    inputs: int = 0

    @classmethod
    def of(cls, given: dict[str, Any], table: Table | None = None) -> Run:
        """A complete run from some settings; the family's defaults, then the dials', fill the rest.

        Raises DialError for an unknown name or a value that a dial doesn't take, and for data that are not there.
        """
        family, algorithm, learner = (common(name).check(given.get(name, common(name).default)) for name in PARTS)
        dials = dials_of(family, algorithm, learner)
        for fault in unknown(given, [dial.name for dial in dials]):
            raise fault
        method = registry.algorithms()[algorithm].card
        defaults = {dial.name: dial.default for dial in dials} | dict(registry.families()[family].defaults)
        defaults |= dict(method.defaults)
        defaults["weights"] = given.get("seed", defaults["seed"])
        full = defaults | given
        settings = tuple((dial.name, dial.check(full[dial.name])) for dial in dials)
        held = getattr(registry.family_over(dict(settings), table), "table", None)
        run = cls(settings, table if table and held == table else None)
        if run.problem.kind not in method.serves:
            raise DialError(
                "algorithm", algorithm, "one of " + ", ".join(registry.serving(run.problem)) + f" for {family}"
            )
        return run

    @classmethod
    def parse(cls, query: str, table: Table | None = None) -> Run:
        """The run that a query string spells. Raises DialError at the first fault."""
        return strict(partial(cls.lenient, table=table), query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]], table: Table | None = None) -> tuple[Run, list[DialError]]:
        """The run that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        chosen = [common(name) for name in PARTS]
        given, faults = read(chosen, pairs)
        family = given.get("family", common("family").default)
        of_family, further = read(registry.families()[family].dials, pairs)
        # What the algorithm serves, and whether there are data, is known once the family is.
        given, more = cls.possible(given | of_family, table)
        faults += [*further, *more]
        algorithm, learner = (given.get(name, common(name).default) for name in PARTS[1:])
        dials = dials_of(family, algorithm, learner)
        left = [dial for dial in dials if dial not in chosen and dial not in registry.families()[family].dials]
        more_given, further = read(left, pairs)
        faults += [*further, *unknown((name for name, _ in pairs), [dial.name for dial in dials])]
        return cls.of(given | more_given, table), faults

    @classmethod
    def possible(cls, given: dict[str, Any], table: Table | None = None) -> tuple[dict[str, Any], list[DialError]]:
        """Some settings without those that are not possible together, and the faults."""
        faults: list[DialError] = []
        while True:
            try:
                cls.of(given, table)
            except DialError as fault:
                if fault.field not in given:
                    raise
                faults.append(fault)
                given = {name: value for name, value in given.items() if name != fault.field}
            else:
                return given, faults

    def __repr__(self) -> str:
        return f"Run({self.query()}, inputs={self.inputs}, data={self.table and self.table.digest})"

    def __getattr__(self, name: str) -> Any:
        return value_of(self.__dict__.get("settings", ()), name)

    @property
    def dials(self) -> tuple[Dial, ...]:
        """The dials this run has: the common ones, the family's, the algorithm's and the base learner's."""
        return dials_of(self.family, self.algorithm, self.learner)

    @property
    def problem(self) -> Problem:
        """What its tasks ask for."""
        return self.task_family.problem(dict(self.settings))

    @property
    def task_family(self) -> Family:
        family = registry.family_over(dict(self.settings), self.table)
        problem = family.problem(dict(self.settings))
        if self.inputs > problem.features or (self.inputs and problem.image):  # else no network would fit both
            return Padded(family, max(self.inputs, problem.features))
        return family

    def widened(self, inputs: int) -> Run:
        """The same run with at least so many inputs.

        >>> Run.parse("family=linear").widened(64).problem.features
        64
        """
        return replace(self, inputs=inputs)

    @property
    def method(self) -> Algorithm:
        return registry.algorithms()[self.algorithm]

    @property
    def base_learner(self) -> Learner:
        return registry.learners()[self.learner]

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        return texts(self.dials, self.settings)

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")

    def replace(self, table: Table | None = None, **changes: Any) -> Run:
        """The same run with some settings changed, or with another table of the visitor's own.

        What only the old family or algorithm had falls away, and new ones bring their own defaults. Where the
        algorithm does not serve the new family, one that serves every problem takes its place.
        """
        family = changes.get("family", self.family)
        algorithm = changes.get("algorithm", self.algorithm)
        families, algorithms = registry.families(), registry.algorithms()
        bent: set[str] = set()
        if family != self.family:
            bent |= {*families[self.family].defaults, *families[family].defaults}
        if algorithm != self.algorithm:
            bent |= {*algorithms[self.algorithm].card.defaults, *algorithms[algorithm].card.defaults}
        known = {dial.name for dial in dials_of(family, algorithm, changes.get("learner", self.learner))}
        kept = {name: value for name, value in self.settings if name in known - bent}
        try:
            return Run.of(kept | changes, table or self.table).widened(self.inputs)
        except DialError as fault:
            if fault.field != "algorithm" or "algorithm" in changes:
                raise
            return self.replace(table, **changes, algorithm=common("algorithm").default)

    @property
    def trainable_ensemble(self) -> str:
        """The ensemble where training can go through it; a task needs others to be answered by."""
        alone = 1 in (self.tasks, self.meta_batch)
        fits = self.ensemble in registry.combiners() and registry.combiners()[self.ensemble].trains
        return self.ensemble if fits and not alone and "objective" not in self.method.card.ignores else NO_ENSEMBLE

    @property
    def trained_ensemble(self) -> str:
        """The ensemble that training goes through."""
        return self.trainable_ensemble if self.objective == "combined" else NO_ENSEMBLE

    def training(self) -> tuple[Any, ...]:
        """What training cannot carry on across: two runs equal in this share a state (live dials may differ)."""
        live = {dial.name for dial in self.dials if dial.live}
        return (*(pair for pair in self.settings if pair[0] not in live), ("trained_ensemble", self.trained_ensemble))

    def program(self) -> Run:
        """The run that stands for all runs of the same compiled program: only what shapes it is kept.

        Where training goes through the ensemble, a meta-step has every task once, so that none answers itself.
        """
        shapes = {dial.name for dial in self.dials if dial.shapes}
        kept = {name: value for name, value in self.settings if name in shapes}
        kept["tasks"] = min(self.tasks, 1)
        if self.trained_ensemble != NO_ENSEMBLE:
            kept["ensemble"] = self.trained_ensemble
            if self.tasks:
                kept |= {"tasks": 2, "meta_batch": min(self.meta_batch, self.tasks)}
        return Run.of(kept, self.table).widened(self.inputs)

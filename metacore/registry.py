"""Finds what the folders hold: one part a file, under the file's own name.

A file in ``metacore/algorithms`` that defines ``PART`` is an algorithm; likewise for learners, ensembles,
pools and tasks. Nothing else needs to be told about it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from metacore.protocols import Algorithm, Combiner, Family, Learner
from metacore.tables.table import Table
from metacore.types import Problem


@cache
def _folder(name: str) -> dict[str, Any]:
    package = importlib.import_module(f"metacore.{name}")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name_: importlib.import_module(f"metacore.{name}.{name_}").PART for name_ in names}


def families() -> dict[str, Family]:
    """All task families by name.

    >>> "linear" in families()
    True
    """
    return _folder("tasks")


def algorithms() -> dict[str, Algorithm]:
    """All meta-learners by name."""
    return _folder("algorithms")


def learners() -> dict[str, Learner]:
    """All base learners by name."""
    return _folder("learners")


def combiners() -> dict[str, Combiner]:
    """All ways to combine models by name."""
    return _folder("ensembles")


def pools() -> dict[str, Any]:
    """All sources of task models by name (``metacore.training.pool.Pool``)."""
    return _folder("pools")


def serving(problem: Problem) -> list[str]:
    """The algorithms that can answer ``problem``."""
    return [name for name, method in algorithms().items() if problem.kind in method.card.serves]


def family_over(settings: dict[str, Any], table: Table | None) -> Family:
    """The family of a run with these settings and this table. Raises DialError where the data are not there."""
    part = families()[settings["family"]]
    over = getattr(part, "over", None)
    return over(settings, table) if over else part

"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import metacore

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(metacore.__path__, "metacore.")
    if module.name != "metacore.__main__"
)


@pytest.mark.parametrize("name", ["metacore", *MODULES])
def test_every_example_of_a_docstring_runs(name: str) -> None:
    found = importlib.import_module(name)
    assert found.__doc__, "a module says what it is for"
    assert doctest.testmod(found).failed == 0


def test_there_are_examples_to_run() -> None:
    finder = doctest.DocTestFinder()
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 5

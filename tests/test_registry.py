"""The registry finds what the folders hold, and every part says what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metacore
from metacore import registry
from metacore.run_dials import common_dials
from metacore.types import Card, Method

FOLDERS: dict[str, Callable[[], dict[str, Any]]] = {
    "tasks": registry.families,
    "algorithms": registry.algorithms,
    "learners": registry.learners,
    "ensembles": registry.combiners,
}
PARTS = [(folder, name, part) for folder, found in FOLDERS.items() for name, part in found().items()]
each_part = pytest.mark.parametrize(("folder", "name", "part"), PARTS, ids=[f"{f}.{n}" for f, n, _ in PARTS])


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_a_folder_is_found(folder: str) -> None:
    files = {path.stem for path in (Path(metacore.__file__).parent / folder).glob("*.py")} - {"__init__"}
    assert set(FOLDERS[folder]()) == files and files


@each_part
def test_a_part_names_itself_and_its_source(folder: str, name: str, part: Any) -> None:
    card: Card = part.card
    assert card.label and card.sentence.endswith(".") and card.source
    assert not card.url or card.url.startswith("https://")
    assert card.url or "brief" in card.source, "a published source has an address"


@each_part
def test_a_part_has_no_state_of_its_own(folder: str, name: str, part: Any) -> None:
    with pytest.raises((AttributeError, TypeError)):
        part.card = None


@each_part
def test_a_part_redefines_no_dial_of_every_run_and_its_defaults_are_allowed(folder: str, name: str, part: Any) -> None:
    names = {dial.name: dial for dial in common_dials()}
    own = {dial.name: dial for dial in getattr(part, "dials", ())}
    assert not set(names) & set(own)
    for dial_name, value in getattr(part, "defaults", {}).items():
        assert (names | own)[dial_name].check(value) == value


@pytest.mark.parametrize("dial", common_dials(), ids=lambda dial: dial.name)
def test_a_dial_explains_itself_and_takes_its_default_and_stops(dial: Any) -> None:
    assert dial.label and dial.help.endswith(".")
    assert dial.check(dial.default) == dial.default
    assert not (dial.live and dial.shapes), "a dial that moves during training needs no new program"
    assert [dial.check(stop) for stop in dial.stops] == sorted(dial.stops)


def test_labels_are_told_apart() -> None:
    for found in FOLDERS.values():
        labels = [part.card.label for part in found().values()]
        assert len(set(labels)) == len(labels)


def test_every_algorithm_says_what_it_learns_and_how_it_adapts() -> None:
    for part in registry.algorithms().values():
        assert isinstance(part.card, Method) and part.card.learns and part.card.adapts

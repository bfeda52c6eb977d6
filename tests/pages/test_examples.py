"""The ready-made runs and races are what they say: complete, allowed, and with words of their own."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from metacore.run import Run
from metacore.studies.compare.question import Race
from metacore.studies.sweep.question import Sweep
from pages.parts.compare.texts import EXAMPLES as RACES
from pages.parts.playground.presets import FIRST, PRESETS
from pages.parts.playground.texts import PRESETS as WORDS
from pages.parts.sweep.texts import EXAMPLES as SWEEPS


def test_every_preset_has_its_words_and_no_two_are_alike() -> None:
    assert set(PRESETS) == set(WORDS) and FIRST in PRESETS
    assert len({Run.parse(query) for query in PRESETS.values()}) == len(PRESETS)


@pytest.mark.parametrize("name", RACES)
def test_every_example_of_a_race_is_allowed(name: str) -> None:
    _, query, *_ = RACES[name]
    race = Race.parse(query)
    assert set(parse_qsl(query)) <= set(race.texts().items())


@pytest.mark.parametrize("name", SWEEPS)
def test_every_example_of_a_sweep_is_allowed(name: str) -> None:
    _, query, *_ = SWEEPS[name]
    sweep = Sweep.parse(query)
    assert set(parse_qsl(query)) <= set(sweep.texts().items())

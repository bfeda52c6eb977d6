"""When a page says that it waits for the engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.parts.frame import clock


@pytest.mark.parametrize(
    ("busy", "silence", "told"), [(True, 3.1, True), (True, 2.9, False), (False, 60, False), (True, 0, False)]
)
def test_it_is_said_where_the_engine_is_waited_for_and_answers_nobody(
    busy: bool, silence: float, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "CLUSTER", SimpleNamespace(silence=silence))
    live: Any = SimpleNamespace(busy=busy, playing=True)
    assert clock.silent(live) == told
    monkeypatch.setattr(clock, "CLUSTER", SimpleNamespace(silence=0))
    assert (clock._outline(live) != ((busy, True), told)) == told, "and the page is drawn again when that changes"

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
    other = clock._outline(live)
    monkeypatch.setattr(clock, "CLUSTER", SimpleNamespace(silence=silence))
    assert (clock._outline(live) != other) == told, "and the page is drawn again when that changes"


@pytest.mark.parametrize("changed", ["busy", "playing", "started", "finished", "outline"])
def test_the_page_is_drawn_again_when_its_buttons_change(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One could not start over, nor take the table, before all was over."""
    monkeypatch.setattr(clock, "CLUSTER", SimpleNamespace(silence=0))
    live: Any = SimpleNamespace(busy=True, playing=True, started=False, finished=False)
    before = clock._outline(live)
    assert clock._outline(live) == before
    setattr(live, changed, "another")
    assert clock._outline(live) != before

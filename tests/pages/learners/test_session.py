"""A search without a browser: nothing is lost with a worker, and nothing goes on for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metacore.run import Run
from pages.parts.frame import calls
from pages.parts.learners import session
from pages.parts.learners.session import ATTEMPTS, SearchSession
from tests.pages.at_once import AtOnce, until_it_rests


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (session, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        monkeypatch.setattr(session, "ATTEMPTS", 3)
        return fake

    return use


def test_a_search_keeps_its_attempts_when_workers_are_lost(at_once: Callable[..., AtOnce]) -> None:
    run, found = Run.parse("family=linear&learner=neighbours&tasks=5"), []
    for lose in ((), (1, 2, 5)):
        at_once(lose=lose)
        search = SearchSession(run)
        search.playing = True
        until_it_rests(search)
        found.append(search)
    whole, lossy = found
    assert whole.attempts == lossy.attempts and len(whole.attempts) == 3 < ATTEMPTS
    assert whole.best == min(whole.attempts, key=lambda attempt: attempt.error)
    assert whole.measured(whole.defaults) and len(whole.metrics(whole.defaults, "scratch")) == 600


def test_a_network_has_nothing_to_search(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    search = SearchSession(Run.parse("family=linear"))
    assert search.finished and not search.searchable and search.improved is None

"""A cluster that works at once for canvases, and who answers on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metacore.studies.task.question import Player
from pages.parts.frame import calls
from pages.parts.task import answers, session
from tests.pages.at_once import AtOnce

QUERY = "family=linear&algorithms=prototypical&learners=neighbours&ensembles=weighted&steps=20&points=1_1_1~-1_-1_0"
NEAREST, NEIGHBOURS, WEIGHTED = (
    Player("meta", "prototypical"),
    Player("fresh", "neighbours"),
    Player("ensemble", "weighted"),
)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (answers, session, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        return fake

    return use

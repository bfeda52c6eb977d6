"""How much memory there is for workers, by the machine's size or the setting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from metacore.workers import memory


@pytest.mark.parametrize(
    ("machine", "cores", "workers", "each"),
    [
        ("24GB", 2, 2, 7.2e9),
        ("2.7GB", 2, 1, 1.62e9),
        ("2.7GB", 8, 1, 1.62e9),
        ("64GB", 8, 8, 4.8e9),
        ("1GB", 1, 1, 0.6e9),
    ],
)
def test_workers_and_their_share_follow_the_machine(
    machine: str, cores: int, workers: int, each: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(memory.SETTING, machine)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert memory.workers() == workers and memory.large() == pytest.approx(each, rel=0.01)


def test_without_a_setting_the_machine_or_its_container_tells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(memory.SETTING, raising=False)
    monkeypatch.setattr(memory, "LIMITS", [str(tmp_path / "none")])
    whole = memory.allowed()
    assert 1e8 < whole and 1e6 < memory.held() < whole
    for text, allowed in (("max", whole), ("1000000", 1_000_000)):
        (tmp_path / "limit").write_text(text)
        monkeypatch.setattr(memory, "LIMITS", [str(tmp_path / "limit")])
        assert memory.allowed() == allowed


def test_a_setting_that_is_no_amount_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.SETTING, "much")
    with pytest.raises(ValueError, match="much"):
        memory.allowed()

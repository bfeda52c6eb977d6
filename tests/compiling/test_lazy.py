"""Where compiled programs are kept on disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from metacore.compiling import lazy


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_programs_are_kept_where_only_this_user_can_write() -> None:
    folder = lazy._program_cache()
    assert folder.stat().st_mode & 0o777 == 0o700 and lazy._program_cache() == folder
    folder.chmod(0o777)
    other = lazy._program_cache()
    assert other != folder and other.stat().st_mode & 0o777 == 0o700


def test_the_oldest_of_very_many_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy, "ON_DISK", 3)
    folder = lazy._program_cache()
    for age, name in enumerate("abcde"):
        file = folder / name
        file.touch()
        os.utime(file, (1000 - age, 1000 - age))
    lazy._program_cache()
    assert {file.name for file in folder.iterdir()} == {"a", "b", "c"}

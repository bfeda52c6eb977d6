"""Pages without a server: nothing is kept on disk, and nobody sees what another test has trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from metacore.studies.playground import archive
from pages.parts.playground import session
from pages.parts.playground.streams import Streams


@pytest.fixture(autouse=True)
def own_streams(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Streams:
    monkeypatch.setenv(archive.SETTING, str(tmp_path / "trainings"))
    streams = Streams()
    monkeypatch.setattr(session, "STREAMS", streams)
    return streams

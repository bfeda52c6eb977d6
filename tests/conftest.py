"""What every test begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from metacore.compiling import graphs_on_disk


@pytest.fixture(autouse=True)
def graphs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of traced graphs of its own: what one test has put in place of the engine's parts is no other's."""
    folder = tmp_path_factory.mktemp("graphs")
    monkeypatch.setattr(graphs_on_disk, "_folder", lambda: folder)
    return folder

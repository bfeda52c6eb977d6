"""A server for the virtual visitors of each file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Server

TOLD = "Left out of a message, since no browser sends it"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing was trained before: what was would be played to its end at once. A healthy server is silent."""
    with Server(METACORE_TRAININGS=str(tmp_path_factory.mktemp("trainings"))) as server:
        yield server
        server.stop()
        assert [line for line in server.said() if TOLD not in line] == []

"""A server for the virtual visitors of each file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Server


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing was trained before: what was would be played to its end at once.

    A healthy server is silent, but for what a file of tests expects to be ``TOLD``.
    """
    with Server(METACORE_TRAININGS=str(tmp_path_factory.mktemp("trainings"))) as server:
        yield server
        server.stop()
        told = getattr(request.module, "TOLD", None)
        assert [line for line in server.said() if not (told and told in line)] == []

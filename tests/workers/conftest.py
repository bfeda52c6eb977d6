"""What the tests of workers begin with."""

from __future__ import annotations

import pytest

from tests.workers.handed import Workers


@pytest.fixture
def workers() -> Workers:
    return Workers()

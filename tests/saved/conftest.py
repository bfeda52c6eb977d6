"""Models are loaded as a guest of the process, so it is set up for training before that, as for all other tests."""

from __future__ import annotations

import pytest

from metacore.compiling.lazy import tf


@pytest.fixture(autouse=True, scope="session")
def own_process() -> None:
    assert tf.config.threading.get_intra_op_parallelism_threads() == 1

"""No click is lost, and none is undone. CLICKS=3000 tries so many new sequences on each page, in place of the same few.

A real server, since what is tried is how its threads, messages and updates meet; its engine trains small networks.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.browser.conftest import Server
from tests.visitors.machine import clicks
from tests.visitors.models import Asked, AskedSweep, AskedTraining

pytestmark = pytest.mark.visitor

EXAMPLES = {AskedTraining: 40, AskedSweep: 30, Asked: 30}


@pytest.mark.parametrize("page", EXAMPLES)
def test_what_was_asked_for_is_what_stands_there(server: Server, page: type[Asked]) -> None:
    many = int(os.environ.get("CLICKS", EXAMPLES[page]))
    run_state_machine_as_test(
        clicks(server.url, page),
        settings=settings(
            max_examples=many, stateful_step_count=6, deadline=None, database=None, print_blob=False,
            phases=[Phase.generate], derandomize="CLICKS" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

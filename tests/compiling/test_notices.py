"""What does not come through to the log, and what does."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from metacore.compiling.notices import without_notices


def test_notices_are_left_out_and_everything_else_is_said_in_its_order(capfd: pytest.CaptureFixture[str]) -> None:
    with without_notices():
        os.write(2, b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n")
        os.write(2, b"an error of our own\n")
        os.write(2, b"I0000 00:00:1795781286.898293   26666 cudart_stub.cc:31] Could not find cuda drivers\n")
        subprocess.run([sys.executable, "-c", "import sys; print('of a child', file=sys.stderr)"], check=True)
        os.write(2, b"E0000 00:00:1795781286.898293   26666 a.cc:1] an error of theirs\nwithout an end")
    os.write(2, b", and after\n")
    said = capfd.readouterr().err.splitlines()
    assert said[:2] == ["an error of our own", "of a child"]
    assert said[2].endswith("an error of theirs") and said[3:] == ["without an end, and after"]


def test_a_process_that_was_started_within_does_not_hold_it_up(capfd: pytest.CaptureFixture[str]) -> None:
    with without_notices():
        child = subprocess.Popen([sys.executable, "-c", "import os, time; time.sleep(2); os.write(2, b'late')"])
    assert child.poll() is None, "it goes on"
    child.wait()
    assert child.returncode == 0

"""TensorFlow is loaded once, whoever asks for it first."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import threading
from metacore.compiling.lazy import tf

got = []
threads = [threading.Timer(0.05 * number, lambda: got.append(tf.constant(1.0))) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(got))
"""


def test_threads_that_ask_at_once_all_get_it_and_nothing_is_said() -> None:
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert ran.stdout == "4\n" and ran.stderr == "", ran.stderr

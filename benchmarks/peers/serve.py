"""One implementation in a process of its own: reads what to do line by line, and answers each with a line of JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module

import numpy as np

from benchmarks.peers.setting import Peer, Setting, example

AGREED = 5  # meta-steps over which the losses of all implementations must agree


def rate(peer: Peer, seconds: float) -> float:
    """Meta-steps a second, measured for about so many seconds."""
    steps, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < seconds:
        steps += peer.train()
    return steps / passed


def matrix_rate(size: int = 1024) -> float:
    """Floating-point operations a second of one large product of matrices; on one core, where the caller says so."""
    a, best = np.ones((size, size), np.float32), float("inf")
    for _ in range(20):
        started = time.perf_counter()
        a @ a
        best = min(best, time.perf_counter() - started)
    return 2 * size**3 / best


def main(name: str, given: str) -> None:
    setting = Setting(**json.loads(given))._replace(hidden=tuple(json.loads(given)["hidden"]))
    # Libraries write what they like to standard output: the answers keep a way out of their own.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    module, _, option = name.partition(":")
    network, episodes = example(setting, AGREED)
    peer = import_module(f"benchmarks.peers.{module}").make(setting, network, option)
    found = [float(loss) for loss in peer.losses(episodes)]
    peer.train()  # compiles
    print(json.dumps(found), file=answers, flush=True)
    for line in sys.stdin:
        print(
            json.dumps(matrix_rate() if line.strip() == "matrix" else rate(peer, float(line))), file=answers, flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])

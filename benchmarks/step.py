"""How fast is a meta-step, and how much faster than what one would use instead? ``python -m benchmarks.step``

Every implementation runs in a process of its own, all take turns, and only ratios within one turn are compared. They
must first agree on the losses of some meta-steps from the same parameters on the same tasks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.peers.setting import Setting
from benchmarks.results import written

ROOT = Path(__file__).parent.parent
THEIRS = ROOT / "benchmarks" / ".venv" / "bin" / "python"
PEERS = {
    "ours": "ours",
    "JAX": "jax_scan",
    "JAX, inner loop rolled": "jax_scan:rolled",
    "torch.func": "torch_func",
    "torch.func, compiled": "torch_func:compiled",
    "learn2learn": "learn2learn_maml",
    "our plain graph": "ours:plain",
}
FINN = Setting("sinusoid")
SETTINGS = {
    "sinusoids, 1 inner step": FINN,
    "5 inner steps": FINN._replace(inner_steps=5),
    "10 inner steps": FINN._replace(inner_steps=10),
    "the brief: 10 tasks, 2-10-1": Setting("linear", 5, tasks=10, queries=30, hidden=(10,), alpha=0.3, beta=0.01),
    "4 x the tasks": FINN._replace(tasks=100),
    "16 x the tasks": FINN._replace(tasks=400),
}
GROWTH: dict[str, tuple[Any, ...]] = {
    "tasks": (25, 50, 100, 200, 400),
    "shots": (5, 10, 20, 50, 100),
    "inner_steps": (1, 2, 5, 10),
    "hidden": ((10, 10), (20, 20), (40, 40), (80, 80), (160, 160)),
}
REPEATS, SECONDS = 7, 0.5
TOLERANCE = 1e-3  # of the losses, after a few steps of Adam in single precision
ABOUT = """
Second-order MAML with Adam, fresh tasks drawn at every meta-step. How many times as fast as each of the others: the
median of seven interleaved turns, with the least and the most. All first agree on the losses from the same
parameters and data. All but the brief's are sine waves: 25 tasks, 10 support and 10 query points, layers of 40 and
40.
"""


class Absent(Exception):
    """An implementation that is not there or does not start."""


class Server:
    """One implementation in its own process; closed when the bench is done with the setting."""

    def __init__(self, peer: str, setting: Setting) -> None:
        python = sys.executable if peer.startswith("ours") else str(THEIRS)
        # The product of matrices that the rate is a share of runs on one core, like the step itself.
        surroundings = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.peers.serve", peer, json.dumps(setting._asdict())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=surroundings,
        )
        self.losses = np.array(self._answer())

    def ask(self, what: float | str) -> float:
        assert self.process.stdin
        print(what, file=self.process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        self.process.communicate()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise Absent((self.process.communicate()[1].strip().splitlines() or ["no answer"])[-1])
        return json.loads(line)


def servers(setting: Setting, peers: dict[str, str]) -> dict[str, Server]:
    """Those that start; what is missing is said and left out."""
    found = {}
    for name, peer in peers.items():
        try:
            found[name] = Server(peer, setting)
        except (Absent, OSError) as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr, flush=True)
    return found


def disagreements(running: dict[str, Server]) -> list[str]:
    """Those whose losses are not ours."""
    ours = running["ours"].losses
    return [name for name, it in running.items() if not np.allclose(it.losses, ours, rtol=TOLERANCE)]


def rates(running: dict[str, Server]) -> dict[str, list[float]]:
    """Meta-steps a second of each, in turn."""
    turns = [{name: it.ask(SECONDS) for name, it in running.items()} for _ in range(REPEATS)]
    return {name: [turn[name] for turn in turns] for name in running}


def times(ours: list[float], theirs: list[float]) -> str:
    """How many times as fast: the median over turns, and the least and most."""
    ratios = sorted(one / other for one, other in zip(ours, theirs, strict=True))
    middle, digits = median(ratios), 2 if median(ratios) < 10 else 0
    return f"{middle:.{digits}f} ({ratios[0]:.{digits}f} to {ratios[-1]:.{digits}f})"


def compare() -> bool:
    """Prints the table of ratios; whether all agreed on the losses."""
    others = [name for name in PEERS if name != "ours"]
    print(f"| {REPEATS} turns: median (least to most) | ours, steps/s | GFLOP/s | of a matrix product |", end="")
    print("".join(f" x {name} |" for name in others) + "\n" + "|---" * (4 + len(others)) + "|", flush=True)
    honest = True
    for words, setting in SETTINGS.items():
        running = servers(setting, PEERS)
        if wrong := disagreements(running):
            print(f"{words}: the losses of {', '.join(wrong)} are not ours", file=sys.stderr)
            honest = False
        found, whole = rates(running), running["ours"].ask("matrix")
        speed = median(found["ours"])
        cells = [times(found["ours"], found[name]) if name in found else "not there" for name in others]
        work = f"{setting.flops * speed / 1e9:.0f} | {setting.flops * speed / whole:.0%}"
        print(f"| {words} | {speed:.0f} | {work} | {' | '.join(cells)} |", flush=True)
        for it in running.values():
            it.close()
    return honest


def growth() -> None:
    """Prints how the cost of a meta-step grows with each measure of the problem."""
    print("\n| microseconds a meta-step, ours |" + " |" * 5 + "\n" + "|---" * 6 + "|")
    for name, values in GROWTH.items():
        cells = []
        for value in values:
            (it,) = servers(FINN._replace(**{name: value}), {"ours": "ours"}).values()
            cells.append(
                f"{value if name != 'hidden' else value[0]}: {1e6 / median([it.ask(SECONDS) for _ in range(3)]):.0f}"
            )
            it.close()
        print(
            f"| {'width' if name == 'hidden' else name.replace('_', ' ')} | {' | '.join([*cells, ''][:5])} |",
            flush=True,
        )


def main() -> None:
    honest = compare()
    growth()
    if not honest:
        sys.exit(1)


if __name__ == "__main__":
    with written("step", "The compiled meta-step", ABOUT):
        main()

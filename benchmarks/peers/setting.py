"""What all implementations are asked to do, and how; NumPy alone, since not all run in one environment."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np

CHUNK = 128  # meta-steps that a compiled peer runs in one call, drawing their tasks itself
Network = list[tuple[np.ndarray, np.ndarray]]


class Setting(NamedTuple):
    """Second-order MAML with Adam: fresh tasks at every meta-step, drawn by the implementation."""

    family: str  # "sinusoid" (one input, squared error) or "linear" (two inputs, cross-entropy of one logit)
    inner_steps: int = 1
    tasks: int = 25
    shots: int = 10
    queries: int = 10
    hidden: tuple[int, ...] = (40, 40)
    alpha: float = 0.01
    beta: float = 0.001

    @property
    def features(self) -> int:
        return 1 if self.family == "sinusoid" else 2

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Inputs and outputs of each layer."""
        return list(pairwise((self.features, *self.hidden, 1)))

    @property
    def flops(self) -> int:
        """Floating-point operations of the matrix products of one meta-step.

        A layer above the first has 3 products an inner step (forward, backward, weights), each with two more in the
        meta-gradient, and 3 at the queries; the first has no use for what concerns its inputs: 4 and 2.
        """
        first, *rest = (a * b for a, b in self.sizes)
        inner, outer = 4 * first + 9 * sum(rest), 2 * first + 3 * sum(rest)
        return 2 * self.tasks * (self.inner_steps * self.shots * inner + self.queries * outer)


class Peer(Protocol):
    """An implementation; a module ``benchmarks.peers.NAME`` makes one with ``make(setting, network)``."""

    def losses(self, episodes: list[np.ndarray]) -> np.ndarray:
        """The loss before each meta-step on given tasks: support x and y, query x and y, [steps, tasks, n, size]."""

    def train(self) -> int:
        """A few meta-steps on tasks it draws itself, carrying on from the last; how many."""


def example(setting: Setting, steps: int) -> tuple[Network, list[np.ndarray]]:
    """Parameters and tasks on which all must agree: an ordinary start, since from a tiny one little can differ."""
    random = np.random.default_rng(1)
    network = [
        ((random.normal(size=size) * np.sqrt(2 / sum(size))).astype(np.float32), np.zeros(size[1], np.float32))
        for size in setting.sizes
    ]
    lead = (steps, setting.tasks)
    points = (*lead, setting.shots + setting.queries, setting.features)
    if setting.family == "sinusoid":
        x = random.uniform(-5, 5, points)
        y = random.uniform(0.1, 5, (*lead, 1, 1)) * np.sin(x - random.uniform(0, np.pi, (*lead, 1, 1)))
    else:
        x = random.normal(size=points)
        y = np.where(x @ random.normal(size=(*lead, 2, 1)) > random.uniform(size=(*lead, 1, 1)), 1.0, 0.0)
    parts = [part for a in (x, y) for part in np.split(a.astype(np.float32), [setting.shots], axis=2)]
    return network, [parts[0], parts[2], parts[1], parts[3]]

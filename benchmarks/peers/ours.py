"""The engine's own step: compiled, or with the option "plain" as an ordinary graph."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.peers.setting import Network, Setting
from metacore.compiling.lazy import tf
from metacore.run import Run
from metacore.training.programs import BLOCK, Program, dial_tensors
from metacore.types import Batch, Episode


class Ours:
    def __init__(self, setting: Setting, network: Network, option: str) -> None:
        run = Run.of({"family": setting.family, "alpha": setting.alpha, "beta": setting.beta, "algorithm": "maml"})
        # Past the checks of the dials: the page offers fewer tasks and narrower networks than are measured here.
        sizes = {**setting._asdict(), "meta_batch": setting.tasks, "tasks": 0}
        given = tuple((name, sizes.get(name, value)) for name, value in run.program().settings)
        self.code, self.dials = Program(replace(run.program(), settings=given)), dial_tensors(run)
        if option == "plain":
            self.code.train = tf.function(self.code._train, autograph=False)
        self.steps = 8 if option == "plain" else BLOCK
        self.layers = [(w, b[None]) for w, b in network]
        zeros = tf.nest.map_structure(np.zeros_like, self.layers)
        self.step, self.live = 0, [self.layers, zeros, zeros]

    def losses(self, episodes: list[np.ndarray]) -> np.ndarray:
        count = len(episodes[0])
        whole = [np.resize(a, (BLOCK, *a.shape[1:])) for a in episodes]
        block = Episode(Batch(*whole[:2]), Batch(*whole[2:]), self._draw().latent)
        return self._train(0, count, block)[-1].numpy()[:count]

    def train(self) -> int:
        if self.step % BLOCK == 0:
            self.block = self._draw()
        _, _, *self.live, _ = self._train(self.step, self.step + self.steps, self.block)
        self.step += self.steps
        tf.nest.map_structure(np.asarray, self.live)  # waits until it is done
        return self.steps

    def _draw(self) -> Episode:
        return self.code.draw(np.int32(self.step // BLOCK), self.dials)

    def _train(self, start: int, stop: int, block: Episode) -> Any:
        return self.code.train(*self.live, np.int32(start), np.int32(stop), block, self.dials)


make = Ours

"""learn2learn: its MAML class, one task after the other, as its examples use it."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.peers.drawing import draw
from benchmarks.peers.setting import Network, Setting

HERE = Path(sys.prefix) / "learn2learn" / "learn2learn"


def _maml_class() -> type:
    """Its file alone, without what the package imports besides: data sets, vision, reinforcement learning."""
    for name in ("learn2learn", "learn2learn.algorithms"):
        package = ModuleType(name)
        package.__path__ = [str(HERE.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    from learn2learn.algorithms.maml import MAML

    return MAML


class Learn2Learn:
    def __init__(self, setting: Setting, network: Network, option: str) -> None:
        torch.set_num_threads(1)
        self.setting, self.network, self.kind = setting, network, _maml_class()
        self.measure = nn.MSELoss() if setting.family == "sinusoid" else nn.BCEWithLogitsLoss()
        self._begin()

    def losses(self, episodes: list[np.ndarray]) -> np.ndarray:
        found = [self._step([torch.tensor(a) for a in episode]) for episode in zip(*episodes, strict=True)]
        self._begin()
        return np.array(found)

    def train(self) -> int:
        self._step(draw(self.setting))
        return 1

    def _begin(self) -> None:
        layers = [nn.Linear(*size) for size in self.setting.sizes]
        with torch.no_grad():
            for layer, (w, b) in zip(layers, self.network, strict=True):
                layer.weight.copy_(torch.tensor(w.T))
                layer.bias.copy_(torch.tensor(b))
        pieces = list(chain.from_iterable((layer, nn.ReLU()) for layer in layers))[:-1]
        self.maml = self.kind(nn.Sequential(*pieces), lr=self.setting.alpha)
        self.adam = torch.optim.Adam(self.maml.parameters(), self.setting.beta)

    def _step(self, episode: list[Tensor]) -> float:
        self.adam.zero_grad()
        total = 0.0
        for x, y, ask, truth in zip(*episode, strict=True):
            learner = self.maml.clone()
            for _ in range(self.setting.inner_steps):
                learner.adapt(self.measure(learner(x), y))
            loss = self.measure(learner(ask), truth) / self.setting.tasks
            loss.backward()
            total += float(loss)
        self.adam.step()
        return total


make = Learn2Learn

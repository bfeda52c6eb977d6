"""torch.func: vmap over tasks, grad through grad; with the option "compiled", through torch.compile."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.func import grad, grad_and_value, vmap
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss, relu

from benchmarks.peers.drawing import draw
from benchmarks.peers.setting import Network, Setting


class TorchFunc:
    def __init__(self, setting: Setting, network: Network, option: str) -> None:
        torch.set_num_threads(1)  # the products are too small to share: one is as fast as two
        self.setting = setting
        self.measure = mse_loss if setting.family == "sinusoid" else binary_cross_entropy_with_logits
        self.start = [torch.tensor(a) for pair in network for a in pair]
        gradient = grad_and_value(self._meta_loss)
        self.gradient = torch.compile(gradient) if option == "compiled" else gradient
        self._begin()

    def losses(self, episodes: list[np.ndarray]) -> np.ndarray:
        found = [self._step([torch.tensor(a) for a in episode]) for episode in zip(*episodes, strict=True)]
        self._begin()
        return np.array(found)

    def train(self) -> int:
        self._step(draw(self.setting))
        return 1

    def _begin(self) -> None:
        self.params = [a.clone() for a in self.start]
        self.adam = torch.optim.Adam(self.params, self.setting.beta)

    def _step(self, episode: list[Tensor]) -> float:
        slopes, loss = self.gradient(tuple(self.params), *episode)
        for p, slope in zip(self.params, slopes, strict=True):
            p.grad = slope
        self.adam.step()
        return float(loss)

    def _meta_loss(self, params: tuple[Tensor, ...], *episode: Tensor) -> Tensor:
        return vmap(self._adapted, (None, 0, 0, 0, 0))(params, *episode).mean()

    def _adapted(self, params: tuple[Tensor, ...], x: Tensor, y: Tensor, ask: Tensor, truth: Tensor) -> Tensor:
        for _ in range(self.setting.inner_steps):
            slopes = grad(self._loss)(params, x, y)
            params = tuple(p - self.setting.alpha * slope for p, slope in zip(params, slopes, strict=True))
        return self._loss(params, ask, truth)

    def _loss(self, params: tuple[Tensor, ...], x: Tensor, y: Tensor) -> Tensor:
        for w, b in zip(params[:-2:2], params[1:-2:2], strict=True):
            x = relu(x @ w + b)
        return self.measure(x @ params[-2] + params[-1], y)


make = TorchFunc

"""The tasks of the peers that stand on PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor

from benchmarks.peers.setting import Setting


def draw(it: Setting) -> list[Tensor]:
    """Support x and y, query x and y of fresh tasks, [tasks, n, size]."""
    points, each = (it.tasks, it.shots + it.queries, it.features), (it.tasks, 1, 1)
    if it.family == "sinusoid":
        x = torch.rand(points) * 10 - 5
        y = (torch.rand(each) * 4.9 + 0.1) * torch.sin(x - torch.rand(each) * torch.pi)
    else:
        x = torch.randn(points)
        y = (x @ torch.randn(it.tasks, 2, 1) > torch.rand(each)).float()
    return [x[:, : it.shots], y[:, : it.shots], x[:, it.shots :], y[:, it.shots :]]

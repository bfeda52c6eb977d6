"""What the engine computes, written a second time as plain NumPy loops over tasks: slow, simple, independent."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metacore.types import Problem

Network = list[tuple[np.ndarray, np.ndarray]]


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def outputs(network: Network, x: np.ndarray) -> np.ndarray:
    """Raw outputs for the points [n, features] of one task."""
    for w, b in network[:-1]:
        x = np.maximum(x @ w + b, 0)
    w, b = network[-1]
    return x @ w + b


def answers(problem: Problem, network: Network, x: np.ndarray) -> np.ndarray:
    """Probabilities of the second class or of each, or means, for the points of one task."""
    z = outputs(network, x)
    if problem.classes > 2:
        exponentials = np.exp(z - z.max(axis=-1, keepdims=True))
        return exponentials / exponentials.sum(axis=-1, keepdims=True)
    return sigmoid(z) if problem.classes else z


def loss(problem: Problem, network: Network, x: np.ndarray, y: np.ndarray) -> float:
    """The mean loss of one task."""
    found = answers(problem, network, x)
    if problem.kind == "regression":
        return float(np.mean((found - y) ** 2))
    return float(np.mean(-np.log(chances(found, y))))


def chances(found: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The probability given to each true class, [..., points], from probabilities [..., points, outputs]."""
    if y.shape[-1] > 1:
        return (found * y).sum(axis=-1)
    return np.where(y == 1, found, 1 - found)[..., 0]


def gradient(problem: Problem, network: Network, x: np.ndarray, y: np.ndarray) -> Network:
    """The gradient of ``loss`` by back-propagation."""
    inputs, sums = [x], []
    for w, b in network:
        sums.append(inputs[-1] @ w + b)
        inputs.append(np.maximum(sums[-1], 0))
    slope = answers(problem, network, x) - y
    slope = slope / len(y) if problem.classes else 2 * slope / y.size
    found: Network = []
    for depth in reversed(range(len(network))):
        if depth + 1 < len(network):
            slope = slope @ network[depth + 1][0].T * (sums[depth] > 0)
        found.insert(0, (inputs[depth].T @ slope, slope.sum(axis=0, keepdims=True)))
    return found


def descend(problem: Problem, network: Network, x: np.ndarray, y: np.ndarray, alpha: float, steps: int) -> Network:
    """``steps`` steps of gradient descent on one task."""
    for _ in range(steps):
        slopes = gradient(problem, network, x, y)
        network = [(w - alpha * gw, b - alpha * gb) for (w, b), (gw, gb) in zip(network, slopes, strict=True)]
    return network


def finite_differences(function: Callable[[Network], float], network: Network, width: float = 1e-6) -> Network:
    """The gradient of ``function`` by central differences, one number at a time."""

    def slopes(layer: int, part: int) -> np.ndarray:
        found = np.zeros_like(network[layer][part])
        for place in np.ndindex(found.shape):
            values = []
            for sign in (1, -1):
                moved = [(w.copy(), b.copy()) for w, b in network]
                moved[layer][part][place] += sign * width
                values.append(function(moved))
            found[place] = (values[0] - values[1]) / (2 * width)
        return found

    return [(slopes(layer, 0), slopes(layer, 1)) for layer in range(len(network))]


class Adam:
    """Kingma and Ba 2015 for one array: algorithm 1 in the order that the end of section 2 gives (epsilon-hat)."""

    def __init__(self, shape: tuple[int, ...], rate: float) -> None:
        self.m, self.v, self.t, self.rate = np.zeros(shape), np.zeros(shape), 0, rate

    def step(self, theta: np.ndarray, g: np.ndarray) -> np.ndarray:
        self.t += 1
        self.m = 0.9 * self.m + (1 - 0.9) * g
        self.v = 0.999 * self.v + (1 - 0.999) * g**2
        rate = self.rate * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        return theta - rate * self.m / (np.sqrt(self.v) + 1e-8)

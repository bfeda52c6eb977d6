"""The brief's base learner against the same training written as NumPy loops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.learners.gradient_descent import PART, RATE, STEPS, train
from metacore.types import Batch
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers


def trained(kind: str, layers: reference.Network, x: np.ndarray, y: np.ndarray) -> reference.Network:
    """One task's training: full batches, an Adam of its own."""
    papers = [[reference.Adam(a.shape, RATE) for a in pair] for pair in layers]
    for _ in range(STEPS):
        slopes = reference.gradient(problem_of(kind), layers, x, y)
        layers = [
            (adams[0].step(pair[0], slope[0]), adams[1].step(pair[1], slope[1]))
            for adams, pair, slope in zip(papers, layers, slopes, strict=True)
        ]
    return layers


@pytest.mark.parametrize("kind", KINDS)
def test_each_task_is_trained_as_if_it_were_alone_with_its_own_adam(kind: str) -> None:
    problem, layers = problem_of(kind), random_layers(1, (2, 3, 1))
    batch = random_batch(2, problem, tasks=2)
    found = plain(tf.function(lambda: train(problem, double(layers), batch), autograph=False)())
    for task, (x, y) in enumerate(zip(batch.x.numpy(), batch.y.numpy(), strict=True)):
        close([(w[task], b[task]) for w, b in found], trained(kind, layers, x, y), 1e-4)


def test_the_training_is_the_briefs() -> None:
    assert RATE == 0.01


def test_it_learns_a_line_and_a_plane_from_their_support() -> None:
    x = np.random.default_rng(4).normal(size=(2, 40, 2)).astype(np.float32)
    plane = 0.5 * x[..., :1] - x[..., 1:]
    for kind, y in (("classification", (plane > 0.2).astype(np.float32)), ("regression", plane)):
        support = Batch(tf.constant(x), tf.constant(y))
        found = PART.fit(problem_of(kind), support, {"hidden": (10,)})(support.x).numpy()
        wrong = ((found > 0.5) != y).mean() if kind == "classification" else ((found - y) ** 2).mean()
        assert wrong < 0.03, kind


def test_networks_of_any_width_are_trained_one_after_the_other_on_any_number_of_points() -> None:
    problem = problem_of("classification")
    for points, hidden in itertools.product((3, 5, 7), ((4,), (10,), (6,), (4, 4))):
        support = random_batch(points, problem, tasks=points, points=points)
        answers = PART.fit(problem, support, {"hidden": hidden})(support.x)
        assert answers.shape == support.y.shape, (points, hidden)

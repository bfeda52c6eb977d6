"""Members whose answers at the support and at the query are drawn at random, and known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metacore.combining.mixing import combined
from metacore.compiling.lazy import tf
from metacore.protocols import Combiner
from metacore.types import Array, Batch, Problem
from tests.examples import KINDS, problem_of, random_batch

PROBLEMS = {kind: problem_of(kind) for kind in KINDS} | {"three classes": Problem("classification", 2, outputs=3)}


class Known(NamedTuple):
    """A support, the places asked about, and what members say at both: [members, tasks, points, outputs]."""

    problem: Problem
    support: Batch
    x: Array
    at_support: np.ndarray
    at_query: np.ndarray

    @property
    def y(self) -> np.ndarray:
        return self.support.y.numpy()

    def combined(self, part: Combiner) -> np.ndarray:
        seen, asked = tf.constant(self.at_support), tf.constant(self.at_query)
        return combined(part, self.problem, self.support, seen, self.x, asked).numpy()


def known(kind: str, members: int = 4, points: int = 5, queries: int = 3, seed: int = 1) -> Known:
    """Three tasks of ``kind`` and their members, who are neither sure nor ignorant."""
    problem, random = PROBLEMS[kind], np.random.default_rng(100 + seed)

    def answers(count: int) -> np.ndarray:
        drawn = random.normal(size=(members, 3, count, problem.outputs))
        if problem.outputs > 1:
            return np.exp(drawn) / np.exp(drawn).sum(axis=-1, keepdims=True)
        return 1 / (1 + np.exp(-2 * drawn)) if problem.classes else drawn

    support, query = (random_batch(seed + more, problem, 3, count) for more, count in ((0, points), (1, queries)))
    return Known(problem, support, query.x, answers(points), answers(queries))


def full(predicted: np.ndarray) -> np.ndarray:
    """The probability of every class, [..., classes]."""
    return predicted if predicted.shape[-1] > 1 else np.concatenate([1 - predicted, predicted], axis=-1)


def log_likelihood(case: Known, predicted: np.ndarray, task: int) -> float:
    """How well answers [points, outputs] explain the support of ``task``, by a loop over its points."""
    total = 0.0
    for said, y in zip(predicted, case.y[task], strict=True):
        if case.problem.classes:
            total += np.log(full(said)[int(y.argmax()) if len(y) > 1 else int(y[0])])
        else:
            total -= ((said - y) ** 2).sum() / 2
    return float(total)

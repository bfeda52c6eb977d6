"""A case whose best possible error is known: Friedman's third function, an effect of each group, and noise.

500 groups of 10 rows (Sigrist 2022, Gaussian Process Boosting, section 5). Half of the rows that are asked are of these
groups: 1 + 1 / 11 is the least variance; half are of new ones: 2. The floor is the root of the mean, 1.243. Of one draw
it is what the truth and the exact effects leave. Boosting with random effects is known to reach about 1.25.
"""

from __future__ import annotations

import numpy as np
import pytest

from metacore.evaluation.rivals.catalogue import RIVALS
from metacore.evaluation.rivals.rows import Rows
from metacore.types import Problem

GROUPS, EACH = 500, 10
RANDOM = np.random.default_rng(1)
LOW, HIGH = np.array([0, 40 * np.pi, 0, 1]), np.array([100, 560 * np.pi, 1, 11])
X = RANDOM.uniform(LOW, HIGH, (2 * GROUPS, 2 * EACH, 4))
TRUTH = np.arctan((X[..., 1] * X[..., 2] - 1 / (X[..., 1] * X[..., 3])) / X[..., 0])
Y = TRUTH + RANDOM.normal(size=(2 * GROUPS, 1)) + RANDOM.normal(size=TRUTH.shape)
PLACES = (X - (LOW + HIGH) / 2) / (HIGH - LOW) * np.sqrt(12)


def off(said: np.ndarray) -> float:
    """The root of the mean squared error over both halves."""
    return float(np.sqrt(((said - Y[:, EACH:]) ** 2).mean()))


def floor() -> float:
    effects = (Y - TRUTH)[:, :EACH].mean(axis=1, keepdims=True) * EACH / (EACH + 1)
    effects[GROUPS:] = 0
    return off(TRUTH[:, EACH:] + effects)


def test_the_floor_is_the_one_that_was_computed() -> None:
    assert abs(floor() - np.sqrt((1 + 1 / 11 + 2) / 2)) < 0.03


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("boosting_means", 1.0, 1.02),  # 1.27 where the floor is 1.243
        ("mixed", 1.005, 1.03),  # what is not straight is left
        ("shrunken_mean", 1.02, 1.06),  # all of the function is left, whose variance is 0.1
    ],
)
def test_who_knows_of_groups_comes_near_the_floor(name: str, least: float, most: float) -> None:
    assert least <= off(answers(name)) / floor() <= most


def test_who_does_not_comes_near_what_the_function_alone_can_say() -> None:
    blind = off(TRUTH[:, EACH:])
    assert blind > 1.1 * floor() and 1.0 <= off(answers("boosting")) / blind <= 1.02


def answers(name: str) -> np.ndarray:
    """The answers of a rival that was fitted on the first rows of the first groups, which are the known ones."""
    rows = Rows(PLACES[:GROUPS, :EACH].reshape(-1, 4), Y[:GROUPS, :EACH].reshape(-1, 1), np.arange(GROUPS).repeat(EACH))
    return RIVALS[name].fit(Problem("regression", 4, 1), rows, EACH)(rows, PLACES[:, EACH:])[..., 0]

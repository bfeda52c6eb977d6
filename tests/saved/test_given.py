"""What a saved model is given is checked, and what is wrong is said."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metacore.dials import DialError
from metacore.saved import Saved, given, packed, unpacked
from metacore.tables.columns import DataError
from metacore.tables.tabling import tabled
from metacore.training.engine import init
from metacore.types import Problem
from tests.examples import small_over
from tests.tables.sheets import CHOICE, sheet

FIVE = Problem("classification", 2, outputs=5)
TWO = Problem("classification", 2, outputs=1)
NAMES = ("1", "2", "3", "4", "5")


@cache
def model() -> Saved:
    run = small_over(tabled(sheet(), CHOICE).table)
    return unpacked(packed(run, init(run)))


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.ones((3, 1)), ["x:", "shape [3, 1]", "[points, 2]: size, age"]),
        (np.ones(3), ["x:", "shape [3]", "[points, 2]"]),
        ([["a", "b"]], ["x:", "'a'", "Use numbers"]),
        (np.array([[1, np.inf]]), ["x[0, 1]:", "inf", "NaN where a value is missing"]),
        (np.array([[1, 2], [-1e31, 2]]), ["x[1, 0]:", "-1e+31", "between -1e+30 and 1e+30"]),
    ],
)
def test_faulty_points_are_named(x: Any, words: list[str]) -> None:
    with pytest.raises(DialError) as caught:
        model().adapt(x, np.zeros(len(x)))
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (np.zeros((3, 1)), ["y:", "shape [3, 1]", "each of the 3 points: [3]"]),
        (np.zeros(2), ["y:", "shape [2]", "[3]"]),
        (np.array([1, np.nan, 2]), ["y[1]:", "nan", "only points whose answer is known"]),
        (["1", "big", "2"], ["y:", "big", "Use numbers"]),
    ],
)
def test_faulty_values_are_named(y: Any, words: list[str]) -> None:
    with pytest.raises(DialError) as caught:
        model().adapt(np.ones((3, 2)), y)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    ("y", "problem", "names", "words"),
    [
        ([0, 1, 2], FIVE, NAMES, ["y[0]:", "“0”", "one of “1”, “2”"]),
        ([1, -1, 2], FIVE, (), ["y[1]:", "“-1”", "whole number from 0 to 4"]),
        ([1, 5, 2], FIVE, (), ["y[1]:", "“5”"]),
        ([1, np.nan, 0], FIVE, NAMES, ["y[1]:", "“nan”"]),
        ([0, 0.5, 0], TWO, (), ["y[1]:", "“0.5”", "0 to 1"]),
        (["no", "maybe", "no"], TWO, ("no", "yes"), ["y[1]:", "“maybe”", "“no”, “yes”"]),
        ([0, 1, 2], TWO, ("no", "yes"), ["y[2]:", "“2”", "“no”, “yes”"]),
    ],
)
def test_faulty_classes_are_named(y: list[Any], problem: Problem, names: tuple[str, ...], words: list[str]) -> None:
    with pytest.raises(DialError) as caught:
        given.answers(y, 3, problem, names)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    ("y", "names", "numbered", "expected"),
    [
        ([1, 5, 2], NAMES, False, [0, 4, 1]),
        ([1.0, 5.0, 2.0], NAMES, False, [0, 4, 1]),
        (["1", "5", "2"], NAMES, False, [0, 4, 1]),
        ([1, 4, 0], NAMES, True, [1, 4, 0]),
        ([1, 4, 0], (), False, [1, 4, 0]),
        ([1, 4, 0], tuple("abcde"), False, [1, 4, 0]),
        ([*"bea"], tuple("abcde"), False, [1, 4, 0]),
    ],
)
def test_classes_go_by_name_and_by_number_where_that_can_mean_nothing_else(
    y: list[Any], names: tuple[str, ...], numbered: bool, expected: list[int]
) -> None:
    assert given.answers(y, 3, FIVE, names, numbered).argmax(axis=1).tolist() == expected
    assert given.answers([0, 1, 1], 3, TWO, ()).tolist() == [[0], [1], [1]]
    assert given.answers([False, True, True], 3, TWO, ("no", "yes")).tolist() == [[0], [1], [1]]


def test_a_frame_goes_by_the_names_of_its_columns_and_may_have_others() -> None:
    x, y = np.random.default_rng(0).normal(size=(6, 2)), np.arange(6.0)
    frame = pd.DataFrame({"note": ["x"] * 6, "age": x[:, 1], "size": x[:, 0]})
    answer = model().adapt(frame, y)
    np.testing.assert_allclose(answer(frame), model().adapt(x, y)(x), rtol=1e-6)
    np.testing.assert_allclose(answer(x), answer(frame), rtol=1e-6)
    with pytest.raises(DataError, match="it has no column “size”"):
        answer(frame[["age"]])


def test_what_is_missing_is_taken_as_the_mean() -> None:
    middle = model().scales[0].middle
    answer = model().adapt(np.array([[1.0, 2.0], [3.0, 1.0]]), [1, 2])
    np.testing.assert_allclose(answer(np.full((1, 2), np.nan)), answer(middle[None]), rtol=1e-6)

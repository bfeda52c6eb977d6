"""What a saved model is given is checked: what is wrong is said with its field, its value and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from metacore.dials import DialError
from metacore.tables.columns import LARGEST
from metacore.types import Problem

SHOWN = 20  # names


def inputs(x: Any, features: Sequence[str]) -> np.ndarray:
    """Points [points, features] as numbers, NaN where a value is missing. Raises DialError.

    >>> inputs([[1, 2]], ["size"])
    Traceback (most recent call last):
    metacore.dials.DialError: x: “an array of shape [1, 2]” is not allowed. Use an array of shape [points, 1]: size.
    """
    found, width = _numbers("x", x), len(features)
    if found.ndim != 2 or found.shape[1] != width:
        named = ", ".join(features[:SHOWN]) + (", ..." if width > SHOWN else "")
        raise DialError("x", f"an array of {_shape(found)}", f"an array of shape [points, {width}]: {named}")
    _within(
        "x",
        found,
        np.abs(np.nan_to_num(found, nan=0, posinf=np.inf, neginf=-np.inf)) <= LARGEST,
        "NaN where a value is missing",
    )
    return found


def answers(y: Any, points: int, problem: Problem, names: Sequence[str], numbered: bool = False) -> np.ndarray:
    """Answers to so many points as in a ``Batch``, [points, outputs]. Raises DialError.

    Classes by their ``names``; by their numbers from 0 on where there are no names, none that is a number, or where
    ``numbered`` says so.
    """
    found = np.asarray(y)
    if found.ndim != 1 or len(found) != points or not points:
        raise DialError("y", f"an array of {_shape(found)}", f"one answer for each of the {points} points: [{points}]")
    if problem.classes:
        place = _classes(found, problem.classes, names, numbered)
        return place[:, None].astype(float) if problem.outputs == 1 else np.eye(problem.outputs)[place]
    found = _numbers("y", found)
    _within("y", found, np.abs(found) <= LARGEST, "only points whose answer is known")
    return found[:, None]


def _classes(y: np.ndarray, count: int, names: Sequence[str], numbered: bool) -> np.ndarray:
    """The place of each class in ``names``."""
    y = y.astype(int) if y.dtype.kind == "b" else y
    told = [_said(label) for label in y]
    if names and not (numbered and y.dtype.kind in "iuf"):
        known = list(names)
        if not set(told) <= set(known) and not any(name.lstrip("-").isdigit() for name in known):
            known = [str(number) for number in range(count)] if y.dtype.kind in "iuf" else known
        allowed = "one of " + ", ".join(f"“{name}”" for name in names)
    else:
        known, allowed = [str(number) for number in range(count)], f"a whole number from 0 to {count - 1}"
    for place, label in enumerate(told):
        if label not in known:
            raise DialError(f"y[{place}]", label, allowed)
    return np.array([known.index(label) for label in told])


def _said(label: Any) -> str:
    return str(int(label)) if isinstance(label, float | np.floating) and label == np.floor(label) else str(label)


def _numbers(field: str, values: Any) -> np.ndarray:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError):
        raise DialError(field, f"{np.asarray(values, object).ravel()[:3]}", "numbers") from None


def _within(field: str, values: np.ndarray, fine: np.ndarray, hint: str) -> None:
    if not fine.all():
        place = tuple(map(int, np.argwhere(~fine)[0]))
        at = f"{field}[{', '.join(map(str, place))}]"
        raise DialError(at, values[place], f"numbers between {-LARGEST:.0e} and {LARGEST:.0e}, and {hint}")


def _shape(values: np.ndarray) -> str:
    return f"shape [{', '.join(map(str, values.shape))}]"

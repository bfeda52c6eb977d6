"""From a sheet and a choice of columns to a table of tasks, with a plain report of what became of every part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from metacore.tables import encoding
from metacore.tables.choice import LEAST, Choice
from metacore.tables.columns import LIMITS, DataError, counted, quoted
from metacore.tables.reading import Sheet
from metacore.tables.table import Table

TASKS = 5  # of which three are practised on, one checks, and one is new
FEW = 15  # with fewer tasks there are less than three new ones
FEATURES = 100
SHOWN = 8  # features named in the report


class Tabled(NamedTuple):
    """A table, and in sentences what was kept and what was left out or changed."""

    table: Table
    kept: tuple[str, ...]
    left: tuple[str, ...]


def tabled(sheet: Sheet, choice: Choice) -> Tabled:
    """The table that ``choice`` makes of ``sheet``. Raises DataError, which says what else to choose.

    >>> from metacore.tables.reading import read
    >>> rows = "\\n".join(f"shop {n // 9},{n % 7},{n % 5}" for n in range(45))
    >>> sheet = read(f"shop,size,price\\n{rows}".encode(), "a.csv")
    >>> tabled(sheet, Choice("shop", "price", ("size",), "regression")).kept[0]
    '5 tasks with 45 rows; the smallest has 9 rows, the largest 9 rows.'
    """
    _check_columns(sheet, choice)
    notes: list[str] = []
    frame, place, names = _rows(sheet.frame, choice, notes)
    if choice.kind == "regression":
        y = encoding.values(frame[choice.target])
        found: list[str] = []
    else:
        frame, place, y, found = _answers(frame, place, choice, notes)
    names, place = _present(names, place)
    x, features = _features(frame, choice, notes)
    table = Table(sheet.name, choice.kind, x, y, place, tuple(names), features, choice.target, tuple(found))
    return Tabled(table, _kept(table), tuple(notes))


def _check_columns(sheet: Sheet, choice: Choice) -> None:
    there = list(sheet.frame.columns)
    for name in (choice.task, choice.target, *choice.features):
        if name not in there:
            known = ", ".join(quoted(other) for other in there[:10])
            raise DataError(f"Column {quoted(name)}", "the table has no such column.", f"Choose one of {known}.")
    if choice.target == choice.task:
        what = "it can't both name the task and be asked for."
        raise DataError(f"Column {quoted(choice.target)}", what, "Choose another column for one of the two.")
    if choice.target in choice.features:
        what = "it is asked for, so it can't be given as well."
        raise DataError(f"Column {quoted(choice.target)}", what, "Take it out of the features.")
    if not [name for name in choice.features if name != choice.task or choice.bands]:
        raise DataError("The features", "there are none.", "Choose at least one column that tells about the target.")
    _check_width(len(choice.features))


def _rows(frame: pd.DataFrame, choice: Choice, notes: list[str]) -> tuple[pd.DataFrame, np.ndarray, list[str]]:
    """The rows that have a task and a target, of the tasks that have enough of them."""
    place, names = encoding.tasks(frame[choice.task], choice.bands)
    for column, role in ((choice.task, "names the task"), (choice.target, "is asked for")):
        if gone := int(frame[column].isna().sum()):
            notes.append(f"{_rows_are(gone)} left out: {quoted(column)}, which {role}, is missing there.")
    there = (place >= 0) & frame[choice.target].notna().to_numpy()
    frame, place = frame[there], place[there]
    sizes = np.bincount(place, minlength=len(names))
    enough = sizes >= choice.least
    if small := int((~enough).sum()):
        notes.append(
            f"{_tasks_are(small)} left out with {sizes[~enough].sum():,} rows: fewer than {choice.least} rows each."
        )
    _check_tasks(choice, len(names), int(enough.sum()), int(sizes.max(initial=0)))
    return frame[enough[place]], place[enough[place]], names


def _check_tasks(choice: Choice, tasks: int, enough: int, largest: int) -> None:
    here = f"Column {quoted(choice.task)}"
    todo = "Choose another column to name the tasks, or cut a column of numbers into bands."
    if tasks == 1:
        raise DataError(here, f"it makes a single task; it takes at least {TASKS}.", todo)
    if tasks and largest == 1:
        raise DataError(here, "every row is a task of its own, so there is nothing to learn from in any.", todo)
    if enough < TASKS:
        what = (
            f"{enough} of its {tasks:,} tasks have {choice.least} rows or more; it takes at least {TASKS} such tasks."
        )
        lower = f"Lower “{LEAST.label}”: the largest task has {largest:,}. " if tasks >= TASKS else ""
        raise DataError(here, what, lower + todo)


def _answers(
    frame: pd.DataFrame, place: np.ndarray, choice: Choice, notes: list[str]
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, list[str]]:
    """The classes of the rows whose task has more than one of them."""
    answer, found = encoding.classes(frame[choice.target], notes)
    pairs = np.zeros((place.max() + 1, len(found)), bool)
    pairs[place, answer] = True
    several = pairs.sum(axis=1) > 1
    if alike := int((pairs.sum(axis=1) == 1).sum()):
        notes.append(f"{_tasks_are(alike)} left out: all rows are of one class there, so nothing is to be told apart.")
    if several.sum() < TASKS:
        what = f"in {several.sum()} tasks there are rows of more than one class; it takes at least {TASKS} such tasks."
        raise DataError(
            f"Column {quoted(choice.target)}", what, "Choose another target, or another column for the tasks."
        )
    kept = several[place]
    found, answer = _present(found, answer[kept])
    return frame[kept], place[kept], encoding.one_hot(answer, found), found


def _present(names: list[str], place: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Names and places without the names that no row has any more."""
    there, place = np.unique(place, return_inverse=True)
    return [names[number] for number in there], place


def _features(frame: pd.DataFrame, choice: Choice, notes: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    made: dict[str, np.ndarray] = {}
    for name in choice.features:
        if name == choice.task and not choice.bands:
            notes.append(
                f"Column {quoted(name)} names the task and says the same in all its rows, so it is no feature."
            )
        else:
            made |= encoding.numbers(frame[name], notes)
    if not made:
        raise DataError("The features", "none of them tells anything.", "Choose a column whose values differ.")
    _check_width(len(made))
    if len(made) * len(frame) > LIMITS.cells:
        what = f"they make {len(made) * len(frame):,} numbers; at most {LIMITS.cells:,} can be learned from."
        raise DataError("The features", what, "Choose fewer columns, or take fewer rows.")
    x = np.stack(list(made.values()), axis=1)
    if gone := int(np.isnan(x).sum()):
        notes.append(
            f"{counted(gone, 'missing value')} among the features will be filled with the mean of the training tasks."
        )
    return x, tuple(made)


def _check_width(count: int) -> None:
    if count > FEATURES:
        what = f"they make {count:,} columns of numbers; at most {FEATURES} can be learned from."
        raise DataError("The features", what, "Choose fewer columns.")


def _kept(table: Table) -> tuple[str, ...]:
    sizes, count = np.bincount(table.task), len(table.features)
    shown = ", ".join(map(quoted, table.features[:SHOWN])) + (f" and {count - SHOWN} more" if count > SHOWN else "")
    if table.classes:
        asked = f"To be told apart: {', '.join(map(quoted, table.classes))}, the classes of {quoted(table.target)}."
    else:
        low, high = table.y.min(), table.y.max()
        asked = f"To be predicted: the value of {quoted(table.target)}, from {low:.4g} to {high:.4g}."
    rows = (
        f"{len(sizes)} tasks with {counted(len(table.task), 'row')}; the smallest has {counted(sizes.min(), 'row')}, "
        f"the largest {counted(sizes.max(), 'row')}."
    )
    few = ("With so few tasks, even fewer are new: what is measured on those is rough.",) * (len(sizes) < FEW)
    return (rows, f"{counted(count, 'feature')}: {shown}.", asked, *few)


def _rows_are(count: int) -> str:
    return "1 row is" if count == 1 else f"{count:,} rows are"


def _tasks_are(count: int) -> str:
    return "1 task is" if count == 1 else f"{count:,} tasks are"

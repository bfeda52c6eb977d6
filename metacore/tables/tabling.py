"""From a sheet and a choice of columns to a table of tasks, with a plain report of what became of every part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from metacore.tables import encoding, report
from metacore.tables.choice import LEAST, Choice
from metacore.tables.columns import LIMITS, DataError, counted, quoted
from metacore.tables.precision import blurred_columns
from metacore.tables.reading import Sheet
from metacore.tables.schema import Feature, Schema
from metacore.tables.table import DAYS, Table

TASKS = 5  # of which three are practised on, one checks, and one is new
FEATURES = 100


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
    said: list[str] = []
    rows, place, names, edges = _rows(sheet.frame, choice, notes, said)
    frame, found = sheet.frame.iloc[rows], list[str]()
    if choice.kind == "regression":
        y = encoding.values(frame[choice.target])
    else:
        y, found = _answers(frame[choice.target], place, choice, notes, said)
    names, place = _present(names, place)
    features = _features(frame, choice, notes)
    schema = Schema(choice, features, tuple(found), edges, tuple(sheet.ways.items()))
    x = _numbers(frame, schema, notes)
    row = sheet.places[rows] if len(sheet.places) else rows + 1
    table = Table(
        sheet.name, choice.kind, x, y, place, tuple(names), schema.names, choice.target, schema.classes, row, schema,
        _units(sheet, choice),
    )  # fmt: skip
    notes += blurred_columns(table)
    return Tabled(table, (*report.kept(table), *said), tuple(notes))


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


def _rows(
    frame: pd.DataFrame, choice: Choice, notes: list[str], said: list[str]
) -> tuple[np.ndarray, np.ndarray, list[str], tuple[float, ...]]:
    """The rows with a task and a target, of tasks that have enough of them; their tasks, and the edges of bands."""
    edges = encoding.edges(frame[choice.task], choice.bands) if choice.bands else ()
    place, names = encoding.banded(frame[choice.task], edges) if edges else encoding.tasks(frame[choice.task], 0)
    if nameless := int((place < 0).sum()):
        notes.append(
            f"{report.rows_are(nameless)} left out: {quoted(choice.task)}, which names the task, is missing there."
        )
    known = frame[choice.target].notna().to_numpy() & (place >= 0)
    sizes = np.bincount(place[known], minlength=len(names))
    enough = sizes >= choice.least
    if small := int((~enough & (sizes > 0)).sum()):
        few = f"fewer than {choice.least} rows{' each' * (small > 1)}"
        gone = counted(int(sizes[~enough].sum()), "row")
        notes.append(f"{report.tasks_are(small)} left out of training with {gone}: {few}.")
    said += report.asked(sizes[place[~known & (place >= 0)]], choice.target)
    _check_tasks(choice, len(names), int(enough.sum()), int(sizes.max(initial=0)))
    rows = np.flatnonzero(known & enough[place])
    return rows, place[rows], names, edges


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
    column: pd.Series, place: np.ndarray, choice: Choice, notes: list[str], said: list[str]
) -> tuple[np.ndarray, list[str]]:
    """The classes of the rows, [rows, outputs], and their names."""
    answer, found = encoding.classes(column, notes)
    pairs = np.zeros((place.max() + 1, len(found)), bool)
    pairs[place, answer] = True
    several = pairs.sum(axis=1)
    if several.max() < 2:
        what = "in 0 tasks there are rows of more than one class, so nothing is to be told apart in any."
        todo = "Choose another target, or another column for the tasks."
        raise DataError(f"Column {quoted(choice.target)}", what, todo)
    said += report.classes(answer, pairs[several > 0], found)
    return encoding.one_hot(answer, found), found


def _present(names: list[str], place: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Names and places without the names that no row has any more."""
    there, place = np.unique(place, return_inverse=True)
    return [names[number] for number in there], place


def _features(frame: pd.DataFrame, choice: Choice, notes: list[str]) -> tuple[Feature, ...]:
    """What the chosen columns tell, fitted to the rows of ``frame``."""
    found: list[Feature] = []
    for name in choice.features:
        if name == choice.task and not choice.bands:
            notes.append(
                f"Column {quoted(name)} names the task and says the same in all its rows, so it is no feature."
            )
        elif feature := Feature.fitted(frame[name], notes):
            found.append(feature)
    if not found:
        raise DataError("The features", "none of them tells anything.", "Choose a column whose values differ.")
    return tuple(found)


def _numbers(frame: pd.DataFrame, schema: Schema, notes: list[str]) -> np.ndarray:
    """The features as numbers, [rows, names]."""
    width = len(schema.names)
    _check_width(width)
    if width * len(frame) > LIMITS.cells:
        what = f"they make {width * len(frame):,} numbers; at most {LIMITS.cells:,} can be learned from."
        raise DataError("The features", what, "Choose fewer columns, or take fewer rows.")
    x = schema.x(frame)
    if gone := int(np.isnan(x).sum()):
        notes.append(
            f"{counted(gone, 'missing value')} among the features will be filled with the mean of the training tasks."
        )
    return x


def _units(sheet: Sheet, choice: Choice) -> dict[str, str]:
    """The units of the columns that were chosen."""
    chosen = [name for name in sheet.frame if name in (choice.target, *choice.features)]
    dates = {name: DAYS for name in chosen if encoding.is_date(sheet.frame[name])}
    return {name: unit for name, unit in sheet.units.items() if name in chosen} | dates


def _check_width(count: int) -> None:
    if count > FEATURES:
        what = f"they make {count:,} columns of numbers; at most {FEATURES} can be learned from."
        raise DataError("The features", what, "Choose fewer columns.")

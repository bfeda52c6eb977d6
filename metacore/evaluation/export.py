"""What can be taken away as a table: predictions for the new tasks, and how well each is answered."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from metacore.evaluation.answering import TaskModels
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import PIECES, joined, piece
from metacore.run import Run
from metacore.tables.encoding import dated
from metacore.tables.table import DAYS, Table
from metacore.tables.writing import rounded, short, to_csv
from metacore.training.engine import State


def predictions(run: Run, state: State) -> str:
    """Every row of every new task as CSV: whether it was known or asked, the right answer and the one given.

    ``row`` is the row of the file, below its header and counted from 1. Values are in the table's own units; classes
    have its names, and the chance of each. For runs over a table.
    """
    family = run.task_family
    table, held, asking = family.table, family.held, TaskModels.of(run, state.params)  # type: ignore[union-attr]
    answers = [table.target, *(f"chance of {name}" for name in table.classes)]
    lines: list[Iterable[object]] = [["task", "row", "role", *table.features, f"right {table.target}", *answers]]
    for whole in family.whole(run.shots):  # type: ignore[union-attr]
        x = np.concatenate([whole.support.x, whole.query.x], axis=1)
        found = asking.ask(whole.support, x, run.ensemble)["fit"][0]
        given = held.scales[1].undone(found.astype(np.float64))
        for number, place in enumerate(whole.places):
            role = "known" if number < whole.support.x.shape[1] else "asked"
            right, said = _named(table, table.y[place]), _told(table, given[number], held.scales[1].unit)
            lines.append([whole.name, table.row[place], role, *table.x[place], right, *said])
    return to_csv(lines)


def scores(run: Run, state: State) -> str:
    """The error of every new task as CSV: before and after adapting, and that of each yardstick."""
    found, pieces = measure(run, state), [piece(run, number) for number in range(PIECES)]
    columns = {"before adapting": found["before"], "after adapting": found["after"]}
    columns |= {name: joined(run, pieces, "metric", name) for name in pieces[0]["metric"]}
    count = len(found["after"])
    own = getattr(run.task_family, "new_names", lambda count: [f"new task {n}" for n in range(1, count + 1)])
    rows = zip(own(count), *columns.values(), strict=True)
    return to_csv([["task", *columns], *([name, *map(short, values)] for name, *values in rows)])


def _named(table: Table, y: np.ndarray) -> object:
    """An answer [outputs] in the words of the table."""
    if not table.classes:
        return _value(table, y[0])
    return table.classes[int(y.argmax()) if len(y) > 1 else int(y[0] > 0.5)]


def _told(table: Table, given: np.ndarray, unit: np.ndarray) -> list[object]:
    """What is answered: a value, or the likeliest class and the chance of each."""
    if not table.classes:
        return [_value(table, rounded(given[0], unit[0]))]
    chances = given if len(given) > 1 else np.array([1 - given[0], given[0]])
    return [table.classes[int(chances.argmax())], *map(short, chances)]


def _value(table: Table, number: float) -> object:
    """A value as the file had it: a date where it was one."""
    return dated(number) if table.units.get(table.target) == DAYS else number

"""What can be taken away as a table: predictions for the new tasks, and how well each is answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from metacore.evaluation.answering import TaskModels
from metacore.evaluation.measuring import measure
from metacore.evaluation.yardsticks import PIECES, joined, piece
from metacore.run import Run
from metacore.tables.table import Table
from metacore.training.engine import State

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute


def predictions(run: Run, state: State) -> str:
    """Every row of every new task as CSV: whether it was known or asked, the right answer and the one given.

    Values are in the table's own units; classes have its names, and the chance of each. For runs over a table.
    """
    family = run.task_family
    table, held, asking = family.table, family.held, TaskModels.of(run, state.params)  # type: ignore[union-attr]
    answers = [table.target, *(f"chance of {name}" for name in table.classes)]
    lines: list[Iterable[object]] = [["task", "row", "role", *table.features, f"right {table.target}", *answers]]
    for whole in family.whole(run.shots):  # type: ignore[union-attr]
        x = np.concatenate([whole.support.x, whole.query.x], axis=1)
        found = asking.ask(whole.support, x, run.ensemble)["fit"][0]
        given = held.scales[1].undone(found)
        for number, place in enumerate(whole.places):
            role = "known" if number < whole.support.x.shape[1] else "asked"
            right, said = _named(table, table.y[place]), _told(table, given[number])
            lines.append([whole.name, place + 1, role, *table.x[place], right, *said])
    return _csv(lines)


def scores(run: Run, state: State) -> str:
    """The error of every new task as CSV: before and after adapting, and that of each yardstick."""
    found, pieces = measure(run, state), [piece(run, number) for number in range(PIECES)]
    columns = {"before adapting": found["before"], "after adapting": found["after"]}
    columns |= {name: joined(run, pieces, "metric", name) for name in pieces[0]["metric"]}
    count = len(found["after"])
    own = getattr(run.task_family, "new_names", lambda count: [f"new task {n}" for n in range(1, count + 1)])
    rows = zip(own(count), *columns.values(), strict=True)
    return _csv([["task", *columns], *rows])


def _named(table: Table, y: np.ndarray) -> object:
    """An answer [outputs] in the words of the table."""
    if not table.classes:
        return y[0]
    return table.classes[int(y.argmax()) if len(y) > 1 else int(y[0] > 0.5)]


def _told(table: Table, given: np.ndarray) -> list[object]:
    """What is answered: a value, or the likeliest class and the chance of each."""
    if not table.classes:
        return [given[0]]
    chances = given if len(given) > 1 else np.array([1 - given[0], given[0]])
    return [table.classes[int(chances.argmax())], *chances]


def _csv(lines: Sequence[Iterable[object]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([[_cell(value) for value in line] for line in lines])
    return file.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{value:.6g}"
    return value

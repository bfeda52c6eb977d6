"""A visitor's file with what was missing filled in: every row of it, in its order, with all its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metacore.evaluation.filling import Found, answers
from metacore.run import Run
from metacore.saved import Saved, packed, unpacked
from metacore.tables.columns import DataError, counted, quoted
from metacore.tables.gaps import Rows, read_rows, told
from metacore.tables.reading import Line, Sheet, original
from metacore.tables.schema import Schema
from metacore.tables.writing import rounded, short, to_csv, to_xlsx
from metacore.training.engine import State

NO_DATA = "left out: no row of data"  # units, sums of other rows
DEVIATIONS = 1.96  # to each side: 95 % of a normal distribution


@dataclass(frozen=True)
class Completed:
    """A file and what stands behind each of its rows; ``notes``: in sentences, what was done.

    ``lines`` are those of the file, below its ``header``, as they stand there; ``frame``: what they were read as.
    """

    header: list[object]
    lines: list[Line]
    added: list[list[object]]  # to the header, then to each line
    notes: tuple[str, ...]
    frame: pd.DataFrame

    def file(self, ending: str) -> bytes:
        """The file as ``csv``, with its cells to the letter, or as ``xlsx``, in which numbers are numbers."""
        if ending == "csv":
            return to_csv(self.full([line.cells for line in self.lines])).encode("utf-8-sig")
        read = list(zip(*(self.frame[name].tolist() for name in self.frame), strict=True))
        return to_xlsx(
            self.full([line.cells if line.row is None else _typed(line.cells, read[line.row]) for line in self.lines])
        )

    def full(self, cells: Sequence[Sequence[object]]) -> list[list[object]]:
        """The header and lines of so many cells, with what stands behind them."""
        return [[*own, *added] for own, added in zip([self.header, *cells], self.added, strict=True)]


def _typed(cells: Sequence[object], read: Sequence[object]) -> list[object]:
    """Cells as numbers where they are texts that were read as such."""
    return [
        found if isinstance(cell, str) and isinstance(found, float) and np.isfinite(found) else cell
        for cell, found in zip(cells, read, strict=True)
    ]


def complete_own(run: Run, state: State, sheet: Sheet, ending: str) -> bytes:
    """The file that is trained on, completed by what has been learned."""
    return completed(unpacked(packed(run, state)), sheet).file(ending)


def complete_other(model: bytes, sheet: Sheet, ending: str) -> bytes:
    """Another file with the same columns, completed by a saved model."""
    return completed(unpacked(model), sheet).file(ending)


def schema_of(model: bytes) -> Schema:
    """By which columns a saved model reads a file. Raises DataError."""
    return _schema(unpacked(model))


def completed(model: Saved, sheet: Sheet) -> Completed:
    """``sheet`` with an answer in every row that has a task: the known one, or what the task's known rows tell.

    Behind the sheet's own columns stand the answer, how it is known, and the chance of each class or, where the method
    tells one, the interval that holds 95 % of values. Raises DataError where columns are missing or of another type.
    """
    schema = _schema(model)
    rows, notes = read_rows(schema, sheet.frame)
    found = answers(model, rows)
    header, lines = original(sheet)
    added = [_free(_header(schema, found.values()), list(map(str, header)))]
    own = sheet.frame[schema.choice.target].tolist()
    for line in lines:
        behind: list[object] = [None, NO_DATA]
        if line.row is not None:
            behind = [*_told(model, schema, rows, line.row, own[line.row], found.get(line.row))]
        added.append(behind + [None] * (len(added[0]) - len(behind)))
    return Completed(header, lines, added, (*notes, *told(schema, rows)), sheet.frame)


def _schema(model: Saved) -> Schema:
    if model.schema:
        return model.schema
    todo = "Train it again on its table and save it."
    raise DataError("The model", "it does not say what the columns of its table were.", todo)


def _header(schema: Schema, found: Iterable[Found]) -> list[str]:
    target = schema.choice.target
    chances = [f"chance of {name}" for name in schema.classes]
    interval = [f"{target} at least (95 %)", f"{target} at most (95 %)"]
    has_spread = any(each.spread is not None for each in found)
    return [f"{target} completed", f"how {target} is known", *chances, *interval * has_spread]


def _free(names: Sequence[str], taken: Sequence[str]) -> list[object]:
    """Names for further columns that no other has."""
    found: list[object] = []
    for name in names:
        while name in (*taken, *found):
            name += " *"
        found.append(name)
    return found


def _told(model: Saved, schema: Schema, rows: Rows, number: int, own: object, found: Found | None) -> Iterable[object]:
    """The cells behind a row: the answer, how it is known, and the chances or the interval."""
    if found is None:
        why = "known" if rows.known[number] else f"left out: {_why(schema, rows, number, own)}"
        return own if rows.known[number] else None, why
    if schema.classes:
        chances = [short(chance) for chance in found.fit]
        return schema.classes[int(found.fit.argmax())], _how(found), *chances
    unit = float(model.scales[1].unit[0])
    low, high = ([] if found.spread is None else [found.fit[0] + sign * DEVIATIONS * found.spread] for sign in (-1, 1))
    return [rounded(found.fit[0], unit), _how(found), *(rounded(end, unit) for end in (*low, *high))]


def _how(found: Found) -> str:
    if not found.known:
        return "predicted, nothing known of this task"
    some = f"{found.used:,} of " if found.used < found.known else ""
    return f"predicted from {some}{counted(found.known, 'known row')}"


def _why(schema: Schema, rows: Rows, number: int, own: object) -> str:
    if rows.task[number] < 0:
        task = quoted(schema.choice.task)
        return f"{task} is missing or in none of the bands" if schema.edges else f"no {task}"
    return f"{quoted(own)} is none of {', '.join(map(quoted, schema.classes))}"

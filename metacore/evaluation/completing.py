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
from metacore.tables.reading import Sheet, original
from metacore.tables.schema import Schema
from metacore.tables.writing import rounded, short, to_csv, to_xlsx
from metacore.training.engine import State

NO_DATA = [None, "left out: a sum of other rows, or units"]
DEVIATIONS = 1.96  # to each side: 95 % of a normal distribution


@dataclass(frozen=True)
class Completed:
    """A file and what stands behind each of its rows: header first; ``notes``: in sentences, what was done.

    ``own``: the cells as the file has them; ``numbers``: what they were read as.
    """

    own: list[Sequence[object]]
    added: list[list[object]]
    notes: tuple[str, ...]
    numbers: pd.DataFrame

    def file(self, ending: str) -> bytes:
        """The file as ``csv``, with its cells to the letter, or as ``xlsx``, in which numbers are numbers."""
        if ending == "csv":
            return to_csv([[*own, *added] for own, added in zip(self.own, self.added, strict=True)]).encode("utf-8-sig")
        read = zip(*(self.numbers[name].tolist() for name in self.numbers), strict=True)
        typed = [self.own[0], *(list(map(_typed, own, found)) for own, found in zip(self.own[1:], read, strict=True))]
        return to_xlsx([[*own, *added] for own, added in zip(typed, self.added, strict=True)])


def _typed(cell: object, read: object) -> object:
    """A cell's number where it is a text that was read as one."""
    return read if isinstance(cell, str) and isinstance(read, float) and np.isfinite(read) else cell


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
    header, lines, places = original(sheet)
    added = [_free(_header(schema, found.values()), list(map(str, header)))]
    targets = sheet.frame[schema.choice.target].tolist()
    for number in places:
        none = number < 0
        behind = NO_DATA if none else [*_told(model, schema, rows, number, targets[number], found.get(number))]
        added.append([*behind, *[None] * (len(added[0]) - len(behind))])
    return Completed([header, *lines], added, (*notes, *told(schema, rows)), sheet.frame.reindex(places))


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

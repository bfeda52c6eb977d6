"""A visitor's file with what was missing filled in: every row of it, in its order, with all its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from metacore.evaluation.filling import Found, Rows, answers, read_rows
from metacore.run import Run
from metacore.saved import Saved, packed, unpacked
from metacore.tables.columns import DataError, counted, quoted
from metacore.tables.reading import Sheet
from metacore.tables.schema import Schema
from metacore.tables.writing import rounded, short, to_csv, to_xlsx
from metacore.training.engine import State

DEVIATIONS = 1.96  # to each side: 95 % of a normal distribution


@dataclass(frozen=True)
class Completed:
    """A file's lines, header first, and in sentences what was done."""

    lines: list[list[object]]
    notes: tuple[str, ...]

    def file(self, ending: str) -> bytes:
        """The file as ``csv`` or ``xlsx``."""
        return to_xlsx(self.lines) if ending == "xlsx" else to_csv(self.lines).encode("utf-8-sig")


def complete_own(run: Run, state: State, sheet: Sheet, ending: str) -> bytes:
    """The file that is trained on, completed by what has been learned."""
    return completed(unpacked(packed(run, state)), sheet).file(ending)


def complete_other(model: bytes, sheet: Sheet, ending: str) -> bytes:
    """Another file with the same columns, completed by a saved model."""
    return completed(unpacked(model), sheet).file(ending)


def completed(model: Saved, sheet: Sheet) -> Completed:
    """``sheet`` with an answer in every row that has a task: the known one, or what the task's known rows tell.

    Behind the sheet's own columns stand the answer, how it is known, and the chance of each class or, where the method
    tells one, the interval that holds 95 % of values. Raises DataError where columns are missing or of another type.
    """
    schema = model.schema
    if not schema:
        todo = "Train it again on its table and save it."
        raise DataError("The model", "it does not say what the columns of its table were.", todo)
    rows, notes = read_rows(schema, sheet.frame)
    found = answers(model, rows)
    lines: list[list[object]] = [[*sheet.frame, *_free(_header(model, schema), list(sheet.frame))]]
    cells = zip(*(sheet.frame[name].tolist() for name in sheet.frame), strict=True)
    own = sheet.frame[schema.choice.target].tolist()
    for number, line in enumerate(cells):
        told = [*line, *_told(model, schema, rows, number, own[number], found.get(number))]
        lines.append(told + [None] * (len(lines[0]) - len(told)))
    return Completed(lines, (*notes, *_summary(schema, rows, found)))


def _header(model: Saved, schema: Schema) -> list[str]:
    target = schema.choice.target
    chances = [f"chance of {name}" for name in schema.classes]
    interval = [f"{target} at least (95 %)", f"{target} at most (95 %)"] * _has_spread(model)
    return [f"{target} completed", f"how {target} is known", *chances, *interval]


def _has_spread(model: Saved) -> bool:
    return model.answered(model.adapted(*_nothing(model)), np.zeros((1, 1, model.problem.features))).spread is not None


def _nothing(model: Saved) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((1, 0, model.problem.features)), np.zeros((1, 0, model.problem.outputs))


def _free(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Names for further columns that no other has."""
    found: list[str] = []
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
        return f"no {quoted(schema.choice.task)}" + " in any of the bands" * bool(schema.edges)
    return f"{quoted(own)} is none of {', '.join(map(quoted, schema.classes))}"


def _summary(schema: Schema, rows: Rows, found: dict[int, Found]) -> list[str]:
    target, left = quoted(schema.choice.target), int((~rows.known & ~rows.asked).sum())
    known, blind = int(rows.known.sum()), sum(not each.known for each in found.values())
    said = [f"{counted(len(rows.x), 'row')}: {target} is known in {known:,} and predicted in {len(found):,}."]
    if blind:
        said.append(
            f"{counted(blind, 'row')} of tasks of which nothing is known: answered by what holds for all tasks."
        )
    if left:
        said.append(f"{counted(left, 'row')} left out: the column “how {schema.choice.target} is known” says why.")
    return said

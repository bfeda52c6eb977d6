"""In sentences, what a file became."""

from __future__ import annotations

import numpy as np

from metacore.tables import encoding
from metacore.tables.columns import counted, quoted
from metacore.tables.table import DAYS, Table

FEW = 15  # with fewer tasks there are less than three new ones
RARE = 0.1  # a class with a smaller share of the rows
SHOWN = 8  # features that are named


def kept(table: Table) -> tuple[str, ...]:
    """The tasks, features and answers of a table."""
    sizes, count = np.bincount(table.task), len(table.features)
    shown = ", ".join(map(quoted, table.features[:SHOWN])) + (f" and {count - SHOWN} more" if count > SHOWN else "")
    if table.classes:
        asked = f"To be told apart: {', '.join(map(quoted, table.classes))}, the classes of {quoted(table.target)}."
    else:
        ends = (float(table.y.min()), float(table.y.max()))
        low, high = map(encoding.dated, ends) if table.units.get(table.target) == DAYS else encoding.told_apart(ends)
        asked = f"To be predicted: the value of {quoted(table.target)}, from {low} to {high}."
    rows = (
        f"{len(sizes)} tasks with {counted(len(table.task), 'row')}; the smallest has {counted(sizes.min(), 'row')}, "
        f"the largest {counted(sizes.max(), 'row')}."
    )
    few = ("With so few tasks, even fewer are new: what is measured on those is rough.",) * (len(sizes) < FEW)
    return (rows, f"{counted(count, 'feature')}: {shown}.", asked, *few)


def asked(known: np.ndarray, target: str) -> list[str]:
    """How many rows have a task and no target; ``known``: for each of them, how many rows of its task have one.

    >>> asked(np.array([3]), "price")
    ['1 row has no “price”: it is answered after training.']
    """
    if not len(known):
        return []
    have, they = ("has", "it is") if len(known) == 1 else ("have", "they are")
    said = [f"{counted(len(known), 'row')} {have} no {quoted(target)}: {they} answered after training."]
    if blind := int((known == 0).sum()):
        they, are = ("1 of them is", "it is") if blind == 1 else (f"{blind:,} of them are", "they are")
        said.append(f"{they} in tasks of which nothing is known: {are} answered by what holds for all tasks.")
    return said


def classes(answer: np.ndarray, there: np.ndarray, names: list[str]) -> list[str]:
    """How rare the rarest class is, and in how many tasks there is only one: ``there`` [tasks, classes]."""
    said, counts = [], np.bincount(answer, minlength=len(names))
    if alike := int((there.sum(axis=1) == 1).sum()):
        said.append(f"In {alike:,} of {len(there):,} tasks all rows are of one class. They count too.")
    rarest, share = int(counts.argmin()), counts.min() / len(answer)
    if share < RARE:
        none = int((~there[:, rarest]).sum())
        said.append(f"{quoted(names[rarest])} is rare: {share:.1%} of the rows, and none in {counted(none, 'task')}.")
    return said


def rows_are(count: int) -> str:
    return "1 row is" if count == 1 else f"{count:,} rows are"


def tasks_are(count: int) -> str:
    return "1 task is" if count == 1 else f"{count:,} tasks are"

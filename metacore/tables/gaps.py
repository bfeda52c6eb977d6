"""A file with gaps as a model reads it: what is known of each task, and what is asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from metacore.tables.columns import counted, quoted
from metacore.tables.schema import Schema


class Rows(NamedTuple):
    """A file as a model reads it: features, answers (NaN where none is known), tasks (-1 where there is none)."""

    x: np.ndarray
    y: np.ndarray
    task: np.ndarray
    answered: np.ndarray  # whether the cell of the target holds anything

    @property
    def known(self) -> np.ndarray:
        return (self.task >= 0) & np.isfinite(self.y).all(axis=1)

    @property
    def asked(self) -> np.ndarray:
        return (self.task >= 0) & ~self.answered


def read_rows(schema: Schema, frame: pd.DataFrame) -> tuple[Rows, list[str]]:
    """The rows of a file, and a note where cells hold what the model has never seen. Raises DataError."""
    schema.check(frame)
    notes = [
        f"Column {quoted(feature.column)}: {counted(strange, 'cell')} with what the model was never shown, taken as "
        "missing."
        for feature in schema.features
        if (strange := feature.strange(frame[feature.column]))
    ]
    task, _ = schema.tasks(frame[schema.choice.task])
    target = frame[schema.choice.target]
    return Rows(schema.x(frame), schema.y(target), task, target.notna().to_numpy()), notes


def told(schema: Schema, rows: Rows) -> list[str]:
    """In sentences, what is known of a file and what is asked."""
    target, known, asked = quoted(schema.choice.target), int(rows.known.sum()), rows.task[rows.asked]
    left, blind = len(rows.x) - known - len(asked), int((~np.isin(asked, rows.task[rows.known])).sum())
    said = [f"{counted(len(rows.x), 'row')}: {target} is known in {known:,} and asked in {len(asked):,}."]
    if blind:
        said.append(
            f"{counted(blind, 'row')} of tasks of which nothing is known: answered by what holds for all tasks."
        )
    if left:
        said.append(f"{counted(left, 'row')} left out: the column “how {schema.choice.target} is known” says why.")
    return said

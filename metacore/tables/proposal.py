"""A sensible first choice of columns for a sheet that nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from metacore.tables import encoding
from metacore.tables.choice import LEAST, Choice
from metacore.tables.columns import DataError, counted
from metacore.tables.encoding import is_date, is_number, is_quantity, is_whole
from metacore.tables.reading import Sheet
from metacore.tables.tabling import FEATURES as MOST
from metacore.tables.tabling import TASKS
from metacore.types import Kind

FEATURES = 20
BAND = 12  # rows of a band
LOOKED_AT = 100  # columns at the beginning and at the end, where many columns are
TRIED = 20  # columns looked at for one to cut


def propose(sheet: Sheet) -> Choice:
    """The first column that names tasks, the last that can be asked for, and others that tell something.

    Raises DataError where no choice is possible.

    >>> from metacore.tables.reading import read
    >>> rows = "\\n".join(f"shop {n // 9},{n % 7},{n * n}" for n in range(45))
    >>> propose(read(f"shop,size,price\\n{rows}".encode(), "a.csv"))
    Choice(task='shop', target='price', features=('size',), kind='regression', bands=0, least=8)
    """
    names = list(sheet.frame)
    frame = sheet.frame[[*names[:LOOKED_AT], *names[LOOKED_AT:][-LOOKED_AT:]]]
    if len(names) < 2:
        todo = "Separate its cells by commas, semicolons or tabs; it takes at least two columns."
        raise DataError("The file", "it has a single column.", todo)
    if len(frame) < 2 * TASKS:
        todo = f"It takes at least {TASKS} tasks of 2 rows; {LEAST.default} rows a task or more are better."
        raise DataError("The file", f"it has only {counted(len(frame), 'row')}.", todo)
    for least, kinds in ((int(LEAST.default), (str, int)), (4, (str,)), (int(LEAST.low), (str,))):
        if task := _naming(frame, least, kinds):
            return _chosen(frame, task, 0, least)
    return _chosen(frame, None, _bands(frame), int(LEAST.default))


def amended(sheet: Sheet, choice: Choice, **changes: Any) -> Choice:
    """``choice`` with some parts changed, and the others such that they still go with them.

    A column that names the task in another way is cut or not cut as its values ask for; a new target changes places
    with the old one and is asked for as its values are.
    """
    frame, new = sheet.frame, replace(choice, **changes)
    if "task" in changes:
        names = not is_quantity(frame[new.task])
        new = replace(new, bands=0 if names or is_whole(frame[new.task]) else _bands(frame))
    if "target" in changes:
        features = [choice.target if name == new.target else name for name in new.features]
        new = replace(new, kind=_kind(frame[new.target]), features=tuple(features))
    apart = (new.target, *(() if new.bands else (new.task,)))
    return replace(new, features=tuple(dict.fromkeys(name for name in new.features if name not in apart)))


def _chosen(frame: pd.DataFrame, task: str | None, bands: int, least: int) -> Choice:
    telling = [str(name) for name in frame if name != task and _tells(frame[name], frame[task] if task else None)]
    askable = [name for name in telling if is_number(frame[name]) or _few(frame[name])]
    target = (askable or [str(name) for name in frame if name != task])[-1]
    others = [str(name) for name in frame if name not in (task, target)]
    features = _fitting(frame, [name for name in telling if name != target][:FEATURES]) or others[:1]
    named = task or _to_cut(frame, others, target, bands)
    return Choice(named, target, tuple(features), _kind(frame[target]), bands, least)


def _fitting(frame: pd.DataFrame, names: list[str]) -> list[str]:
    """As many of the first columns as there is room for once they are numbers."""
    room = MOST - np.cumsum([encoding.width(frame[name]) for name in names])
    return [name for name, left in zip(names, room, strict=True) if left >= 0]


def _to_cut(frame: pd.DataFrame, names: list[str], target: str, bands: int) -> str:
    """The column most of whose bands have more than one answer; the first where several do."""

    def useful(name: str) -> int:
        place, _ = encoding.tasks(frame[name], bands)
        return int((frame[target].groupby(place).nunique() > 1).sum())

    numbers = [name for name in names if is_number(frame[name]) and frame[name].nunique() >= bands][:TRIED]
    return max(numbers, key=useful, default=names[0])


def _bands(frame: pd.DataFrame) -> int:
    return max(TASKS, min(len(frame) // BAND, 30))


def _few(column: pd.Series) -> bool:
    """Whether a column holds few enough texts for classes."""
    return not is_date(column) and column.nunique() <= encoding.CLASSES


def _kind(column: pd.Series) -> Kind:
    return "regression" if is_quantity(column) and column.nunique() > encoding.CLASSES else "classification"


def _naming(frame: pd.DataFrame, least: int, kinds: Sequence[type]) -> str | None:
    """The first column of text most of whose rows are in tasks of enough rows; else of whole numbers, nearly all.

    Whole numbers may as well be quantities, so they have to look very much like names.
    """
    fits, share = (
        {str: lambda column: not is_number(column) and not is_date(column), int: is_whole},
        {str: 0.5, int: 0.9},
    )
    for kind in kinds:
        for name in frame:
            sizes = frame[name].value_counts()
            sizes = sizes[sizes >= least]
            if fits[kind](frame[name]) and len(sizes) >= TASKS and sizes.sum() > share[kind] * len(frame):
                return str(name)
    return None


def _tells(column: pd.Series, task: pd.Series | None) -> bool:
    """Whether a column differs within tasks, and isn't a different text in nearly every row."""
    if task is not None and not (column.groupby(task, sort=False).nunique() > 1).any():
        return False
    several = 1 < column.nunique()
    return several and (
        is_number(column) or is_date(column) or column.nunique() <= max(2 * encoding.LEVELS, len(column) / 2)
    )

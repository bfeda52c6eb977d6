"""Groups that are named once, with empty cells below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metacore.tables.layout.header import is_blank


def filled_down(cells: Sequence[Any]) -> list[Any]:
    """Cells with the one above in place of each empty one.

    >>> filled_down(["A", None, "", "B", None])
    ['A', 'A', 'A', 'B', 'B']
    """
    last, made = None, []
    for cell in cells:
        last = last if is_blank(cell) else cell
        made.append(last)
    return made


def is_fillable(cells: Sequence[Any]) -> bool:
    """Whether cells seem to be filled only where their value changes: the first is, few others are, none repeats.

    >>> is_fillable(["A", None, None, "B", None, None]), is_fillable(["A", None, None, "A", None, None])
    (True, False)
    """
    if is_blank(cells[0]) or not is_blank(cells[1 % len(cells)]):
        return False
    there = [cell for cell in cells if not is_blank(cell)]
    return 2 <= len(there) <= len(cells) / 2 and len(set(there)) == len(there)

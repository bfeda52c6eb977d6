"""From cells to plain text or numbers: names of columns made unique, and one type for each column."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Sequence

from metacore.tables.columns import Cell, Columns, Raw, Values, counted, quoted

LARGEST = 1e30  # squares of what is larger are no numbers of single precision
EXACT = 15  # digits that a number keeps
MINUS = "\N{MINUS SIGN}"


def tidy(raw: Raw) -> Columns:
    """Gives every column a name of its own and one type: text or numbers."""
    notes = list(raw.notes)
    names = _names(raw.header, notes)
    if all(isinstance(found := _point(cell), float) and not math.isnan(found) for cell in raw.header):
        notes.append(
            "The first row holds only numbers, and they were taken as the columns' names. If they are data, "
            "put a row of names above them."
        )
    return Columns(
        {name: _typed(name, column, raw, notes) for name, column in zip(names, raw.columns, strict=True)}, notes
    )


def _names(header: Sequence[Cell], notes: list[str]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(header, 1):
        given = quoted("" if cell is None else unicodedata.normalize("NFC", str(cell)), 60)[1:-1]
        name = given or f"column {number}"
        again = 1
        while name in taken:
            again += 1
            name = f"{given or f'column {number}'} ({again})"
        if not given:
            notes.append(f"Column {number} has no name: it is called {quoted(name)}.")
        elif again > 1:
            notes.append(f"Column {number} is called {quoted(given)} like another one: it is now {quoted(name)}.")
        names.append(name)
        taken.add(name)
    return names


MISSING = {"", "na", "n/a", "nan", "null", "-", "–", "—", "?", ".", "#n/a"}
FAULTS = {"#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"}  # what a spreadsheet shows for a failed formula
INFINITE = {sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")}
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d*)(,\d+)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def _typed(name: str, cells: list[Cell], raw: Raw, notes: list[str]) -> Values:
    """The cells as numbers where (nearly) all are, else as text; what can't be used is missing, and noted."""
    here = f"Column {quoted(name)}"
    cells = [_clean(cell) for cell in cells]
    present = [cell for cell in cells if cell is not None]
    if not present:
        notes.append(f"{here} is empty.")
        return [math.nan] * len(cells)
    read = _reading(present, raw.comma)
    numbers = [math.nan if cell is None else read(cell) for cell in cells]
    strange = [place for place, number in enumerate(numbers) if number is None]
    if len(strange) > len(present) / 10:
        if len(strange) < len(present) / 2:
            notes.append(f"{here} mixes numbers and text and is read as text; {_first(cells, strange, raw)}.")
        return [None if cell is None else _text(cell) for cell in cells]
    if read is _comma:
        notes.append(f"{here}: commas were read as decimal commas.")
    values = [math.nan if number is None else number for number in numbers]
    wild = [place for place, number in enumerate(values) if abs(number) > LARGEST]
    for places, what in ((strange, "without a number"), (wild, f"infinite or beyond {LARGEST:.0e}")):
        if places:
            first = _first(cells, places, raw)
            notes.append(f"{here}: {counted(len(places), 'cell')} {what}, taken as missing; {first}.")
    return [math.nan if abs(number) > LARGEST else number for number in values]


def _first(cells: Sequence[Cell], places: Sequence[int], raw: Raw) -> str:
    return f"the first is {quoted(cells[places[0]])} in {raw.unit} {raw.places[places[0]]}"


def _clean(cell: Cell) -> Cell:
    """The cell without blanks around it; None where it says that something is missing."""
    if isinstance(cell, str):
        cell = cell.strip()
        return None if cell.lower() in MISSING else cell
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _reading(cells: Sequence[Cell], comma: bool) -> Callable[[Cell], float | None]:
    """How the column's commas are to be read: one that can't be a thousands' comma decides, then one that must be."""
    commas = [cell.replace(MINUS, "-") for cell in cells if isinstance(cell, str) and "," in cell]
    decimal = [bool(COMMA.fullmatch(cell)) for cell in commas]
    thousands = [bool(THOUSANDS.fullmatch(cell)) for cell in commas]
    if any(one and not other for one, other in zip(decimal, thousands, strict=True)):
        return _comma
    if any(other and not one for one, other in zip(decimal, thousands, strict=True)):
        return _point
    return _comma if comma and any(decimal) else _point


def _point(cell: Cell) -> float | None:
    """The number that a cell holds, with a decimal point; None where it holds none."""
    return _number(cell, lambda text: text.replace(",", "") if THOUSANDS.fullmatch(text) else text)


def _comma(cell: Cell) -> float | None:
    """The number that a cell holds, with a decimal comma."""
    return _number(cell, lambda text: text.replace(".", "").replace(",", ".") if COMMA.fullmatch(text) else "")


def _number(cell: Cell, plain: Callable[[str], str]) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        return cell
    if isinstance(cell, int):
        return float(cell) if abs(cell) < 2**1023 and int(float(cell)) == cell else None  # or digits would be lost
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    text = cell.lower().replace(MINUS, "-")
    if text in FAULTS:
        return math.nan
    if text in INFINITE:
        return math.inf
    text = plain(text)
    if not PLAIN.fullmatch(text) or (text.lstrip("+-").isdecimal() and len(text.lstrip("+-")) > EXACT):
        return None  # a longer number would lose its last digits, and is a name rather than a quantity
    return float(text)


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**EXACT:
        cell = int(cell)
    if isinstance(cell, str) and cell.lower() in FAULTS:
        return None
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)

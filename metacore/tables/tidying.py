"""From raw cells to a sheet: columns with names of their own and one type each, and rows that are no data apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metacore.tables.cells.column import Column, column, written
from metacore.tables.cells.guessing import guess
from metacore.tables.cells.series import Place, Series
from metacore.tables.cells.settling import settled
from metacore.tables.columns import LIMITS, Cell, DataError, Raw, counted, quoted
from metacore.tables.layout.filling import filled_down, is_fillable
from metacore.tables.layout.header import is_data
from metacore.tables.layout.subtotals import totals
from metacore.tables.layout.units_row import units_below
from metacore.tables.options import Reading
from metacore.tables.sheet import Sheet


def tidy(raw: Raw, name: str, reading: Reading) -> Sheet:
    """Gives every column a name of its own and one type: text, numbers or dates. Raises DataError."""
    notes = list(raw.notes)
    names = _names(raw.header, notes)
    if all(is_data(cell) for cell in raw.header):
        notes.append(
            "The first row holds only numbers, and they were taken as the columns' names. If they are data, "
            "put a row of names above them."
        )
    units = {} if "units_row" in reading.keep else _without_units(raw, names, notes)
    fillable = _filled(raw, names, reading, notes)
    cells = [column(each) for each in raw.columns]
    _check_cells(cells, raw)
    found = _typed(names, cells, raw, reading)
    left = _totals(raw, found, notes) if "subtotals" not in reading.keep else np.array([], int)
    if len(left):
        kept = np.delete(np.arange(len(raw.places)), left)
        cells = [each.taken(kept) for each in cells]
        raw = replace(raw, places=raw.places[kept])
        found = _typed(names, cells, raw, reading)
    frame = pd.DataFrame({each: series.values for each, series in zip(names, found, strict=True)})
    units |= {each: series.unit for each, series in zip(names, found, strict=True) if series.unit}
    units = {each: unit for each, unit in units.items() if frame[each].dtype == "float64"}
    notes += [note for series in found for note in series.notes]
    ways = {each: series.way for each, series in zip(names, found, strict=True)}
    taken = replace(reading, sheet=raw.taken.sheet, header=raw.taken.header, encoding=raw.taken.encoding)
    return Sheet(name, frame, tuple(notes), units, ways, raw.places, taken, raw.sheets, fillable)


def _typed(names: list[str], cells: list[Column], raw: Raw, reading: Reading) -> list[Series]:
    """Every column as what it holds. What is doubtful in one, such as “1,234”, others of the file decide."""
    guesses = [guess(each, reading.columns.get(name), reading.missing) for name, each in zip(names, cells, strict=True)]
    comma = any(made.comma for made in guesses)
    return [
        settled(made, Place(name, raw.unit, raw.places), name in reading.columns, comma, raw.comma)
        for name, made in zip(names, guesses, strict=True)
    ]


def _without_units(raw: Raw, names: list[str], notes: list[str]) -> dict[str, str]:
    """Takes a row of units off the columns, and tells the units by column."""
    if any(isinstance(cells, pa.Array) for cells in raw.columns):
        return {}
    found = units_below(raw.columns)
    if not found:
        return {}
    raw.columns = [cells[1:] for cells in raw.columns]
    place, raw.places = raw.places[0], raw.places[1:]
    units = {names[number]: unit for number, unit in found.items()}
    said = ", ".join(f"{quoted(unit)} of {quoted(name)}" for name, unit in list(units.items())[:5])
    notes.append(f"{raw.unit.capitalize()} {place} holds units and no data: {said}.")
    return units


def _filled(raw: Raw, names: list[str], reading: Reading, notes: list[str]) -> tuple[str, ...]:
    """Fills columns down where that was asked for; the columns where it could be."""
    found = []
    for place, name in enumerate(names):
        cells = raw.columns[place]
        if name in reading.fill_down:
            raw.columns[place] = filled_down(cells.to_pylist() if isinstance(cells, pa.Array) else cells)
            notes.append(f"Column {quoted(name)}: empty cells repeat the cell above.")
        elif not isinstance(cells, pa.Array) and is_fillable(cells):
            found.append(name)
            notes.append(
                f"Column {quoted(name)} is filled only where its text changes. If the empty cells below mean the same, "
                "have it filled down."
            )
    return tuple(found)


def _totals(raw: Raw, found: list[Series], notes: list[str]) -> np.ndarray:
    """The rows that are sums of others."""
    sums, others = totals(pd.DataFrame({str(place): series.values for place, series in enumerate(found)}))
    places = ", ".join(str(place) for place in raw.places[sums[:5]]) + (" ..." if len(sums) > 5 else "")
    if len(sums):
        notes.append(f"{counted(len(sums), raw.unit)} left out as sums of the rows above: {raw.unit} {places}.")
    if 0 < len(others) <= len(raw.places) / 10:
        said = f"{raw.unit} {raw.places[others[0]]}"
        notes.append(
            f"{counted(len(others), raw.unit)} with a word like “total” kept, since the numbers do not add up to the "
            f"rows above: the first is {said}."
        )
    return sums


def _check_cells(cells: list[Column], raw: Raw) -> None:
    for number, each in enumerate(cells, 1):
        sizes = pc.utf8_length(each.texts).to_numpy(zero_copy_only=False)
        if sizes.max(initial=0) > LIMITS.characters:
            row = each.first(sizes > LIMITS.characters)
            what = f"its cell in column {number} holds {sizes.max():,} characters; {LIMITS.characters:,} can be read."
            raise DataError(f"{raw.unit.capitalize()} {raw.places[row]}", what, "Shorten it, or leave that column out.")


def _names(header: Sequence[Cell], notes: list[str]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(header, 1):
        text = "" if cell is None else cell if isinstance(cell, str) else written(cell)
        given = quoted(unicodedata.normalize("NFC", text), 60)[1:-1]
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

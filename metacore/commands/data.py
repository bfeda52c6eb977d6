"""A visitor's file as the table of a run: from the command line, the choice of columns among the run's own words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from metacore.dials import DialError
from metacore.run import Run
from metacore.tables.choice import NAMES, Choice
from metacore.tables.proposal import amended, propose
from metacore.tables.reading import read
from metacore.tables.tabling import tabled

Report = Mapping[str, object]


def run_over(query: str, file: Path) -> tuple[Run, Report]:
    """The run that a query string spells over the table in ``file``, and what became of the file.

    ``task_column``, ``target``, ``features``, ``answers``, ``bands`` and ``least_rows`` choose columns, as on the page
    "Your data"; what is not chosen is proposed. The report has the choice as it would be written, and in sentences
    what was noticed while reading, what was kept, and what was left out or changed. Raises DialError, DataError, or
    OSError for a file that is not there.
    """
    words = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    chosen = {name: words.pop(name) for name in NAMES if name in words}
    for name, value in (("family", "table"), ("dataset", "own")):
        if words.setdefault(name, value) != value:
            raise DialError(name, words[name], f"{value}, since a file is given")
    sheet = read(file.read_bytes(), file.name)
    columns = {"task": chosen.get("task_column"), "target": chosen.get("target")}
    there = {part: name for part, name in columns.items() if name in sheet.frame}
    choice = Choice.parse(amended(sheet, propose(sheet), **there).texts() | chosen)
    found = tabled(sheet, choice)
    report = {"choice": choice.texts(), "noticed": sheet.notes, "kept": found.kept, "left_out": found.left}
    return Run.parse(urlencode(words), found.table), report


def tell(report: Report) -> None:
    """Prints the report on standard error, as the page shows it."""
    for name, title in (("noticed", "Noticed"), ("kept", "Kept"), ("left_out", "Left out or changed")):
        for line in report[name]:  # type: ignore[attr-defined]
            print(f"{title}: {line}", file=sys.stderr)

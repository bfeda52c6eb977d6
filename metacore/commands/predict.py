"""The command ``predict``: a saved model fills in another file with the same columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def predict(model: Path, file: Path, outs: Sequence[Path]) -> None:
    """Writes ``file``, completed, to each of ``outs``, as their endings say; what was done goes to standard error.

    Raises DataError, or OSError for a file that is not there.
    """
    from metacore.evaluation.completing import completed
    from metacore.saved import unpacked
    from metacore.tables.reading import read

    saved = unpacked(model.read_bytes())
    sheet = read(file.read_bytes(), file.name, saved.schema.reading if saved.schema else None)
    found = completed(saved, sheet)
    for out in outs:
        out.write_bytes(found.file(out.suffix.lower().lstrip(".")))
    for line in (*sheet.notes, *found.notes):
        print(line, file=sys.stderr)

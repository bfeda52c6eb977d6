"""A process of its own in which one file is read, so that no file can harm what serves everybody.

What bounds it: the system gives the process no more memory and processor time than ``MEMORY`` and ``SECONDS`` and ends
it beyond; it is ended too when the clock has run for ``PATIENCE``; no more than ``AT_ONCE`` such processes exist at a
time; and what comes back is within the reader's own limits, in Arrow's format, in which nothing can be run. A crash of
a library there is a sentence here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from metacore.tables.columns import DataError
from metacore.tables.options import Reading
from metacore.tables.sheet import Sheet
from metacore.tables.sniffing import parse

MEMORY = 3 * 2**29  # bytes
SECONDS = 30  # of processor time
PATIENCE = 60  # seconds on the clock, with others at work
AT_ONCE = 2
REFUSED = 3  # what the process ends with where it has a sentence to say
ENV = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system"}  # the others reserve far more than they use
ROOT = Path(__file__).parents[2]
TODO = "Keep only the rows and columns you need, or save it as CSV and try again."
_places = BoundedSemaphore(AT_ONCE)


def parse_apart(data: bytes, name: str, reading: Reading) -> Sheet:
    """``sniffing.parse`` in a process of its own. Raises DataError, also for a file that takes too much to read."""
    if not _places.acquire(timeout=PATIENCE):
        raise DataError("The file", "other visitors' files are still being read.", "Try again in a minute.")
    try:
        said = json.dumps(reading.texts())  # without bytes that an argument can't hold
        command = [sys.executable, "-m", "metacore.tables.sandbox", "".join(filter(str.isprintable, name))[-100:], said]
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, cwd=ROOT, check=False, env=ENV
        )
    except subprocess.TimeoutExpired:
        raise DataError("The file", f"it could not be read within {PATIENCE} seconds.", TODO) from None
    finally:
        _places.release()
    if done.returncode == REFUSED:
        raise DataError(*json.loads(done.stdout))
    if done.returncode:
        raise DataError("The file", "reading it took too much memory or time.", TODO)
    return _unpacked(done.stdout)


def _packed(sheet: Sheet) -> bytes:
    import pyarrow as pa

    columns = [pa.array(sheet.frame[name], from_pandas=True) for name in sheet.frame]
    told = {
        "name": sheet.name, "columns": list(sheet.frame), "notes": sheet.notes, "units": dict(sheet.units),
        "ways": dict(sheet.ways), "sheets": sheet.sheets, "fillable": sheet.fillable, "taken": sheet.taken.texts(),
    }  # fmt: skip
    table = pa.table([*columns, pa.array(sheet.places)], names=[str(place) for place in range(len(columns) + 1)])
    table = table.replace_schema_metadata({"told": json.dumps(told)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def _unpacked(data: bytes) -> Sheet:
    import pyarrow as pa

    with pa.ipc.open_stream(data) as stream:
        table = stream.read_all()
    told = json.loads(table.schema.metadata[b"told"])
    frame = table.to_pandas()
    places = frame.pop(str(len(told["columns"]))).to_numpy()
    notes, sheets, fillable = (tuple(told[name]) for name in ("notes", "sheets", "fillable"))
    taken = Reading.parse(told["taken"])
    frame = frame.set_axis(told["columns"], axis=1)
    return Sheet(told["name"], frame, notes, told["units"], told["ways"], places, taken, sheets, fillable)


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written anywhere


def main(name: str, said: str) -> int:
    """Reads a file from standard input and writes its columns, or why they can't be had, to standard output."""
    _limit()
    out: Any = sys.stdout.buffer
    try:
        out.write(_packed(parse(sys.stdin.buffer.read(), name, Reading.parse(json.loads(said)))))
    except DataError as fault:
        out.write(json.dumps([fault.where, fault.what, fault.todo]).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

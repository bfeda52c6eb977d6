"""From the bytes of a file to columns. What a file is, its first bytes decide, never its name."""

from __future__ import annotations

import importlib
import warnings
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from metacore.tables.columns import LIMITS, DataError, Raw, quoted
from metacore.tables.options import Reading
from metacore.tables.sheet import Sheet
from metacore.tables.tidying import tidy

TODO = "Save the table as CSV, .xlsx or Parquet and choose that file."
NAMES = {"text": "a text file", "excel": "an Excel workbook", "parquet": "a Parquet file"}
ENDINGS = {"csv": "text", "tsv": "text", "txt": "text", "xlsx": "excel", "xlsm": "excel", "parquet": "parquet"}


class _Other(NamedTuple):
    """A kind of file that is no table, or none that can be read."""

    start: bytes
    what: str
    todo: str = TODO


OTHERS = (
    _Other(b"\xd0\xcf\x11\xe0", "it is an old Excel file (.xls), or one protected by a password.",
           "Save it as .xlsx without a password."),
    _Other(b"\x1f\x8b", "it is packed (gzip).", "Unpack it and choose the file inside."),
    _Other(b"BZh", "it is packed (bzip2).", "Unpack it and choose the file inside."),
    _Other(b"\xfd7zXZ", "it is packed (xz).", "Unpack it and choose the file inside."),
    _Other(b"7z\xbc\xaf", "it is packed (7-Zip).", "Unpack it and choose the file inside."),
    _Other(b"Rar!", "it is packed (RAR).", "Unpack it and choose the file inside."),
    _Other(b"%PDF", "it is a PDF document."),
    _Other(b"\x89PNG", "it is a picture (PNG)."),
    _Other(b"\xff\xd8\xff", "it is a picture (JPEG)."),
    _Other(b"GIF8", "it is a picture (GIF)."),
    _Other(b"{\\rtf", "it is a text document (RTF)."),
    _Other(b"SQLite format 3", "it is a database (SQLite)."),
    _Other(b"\x89HDF", "it is an HDF5 file."),
    _Other(b"\x7fELF", "it is a program."),
    _Other(b"MZ\x90", "it is a program."),
    _Other(b"ARROW1", "it is an Arrow or Feather file."),
    _Other(b"<!doctype", "it is a web page, not a table."),
    _Other(b"<html", "it is a web page, not a table."),
    _Other(b"<?xml", "it is XML, not a table."),
    _Other(b"{", "it is JSON, not a table."),
)  # fmt: skip


def parse(data: bytes, name: str, reading: Reading) -> Sheet:
    """The sheet that a file holds, and what was noticed. Raises DataError, and nothing else whatever the bytes.

    >>> parse(b"shop;price\\nA;1,5\\nA;2\\n", "prices.csv", Reading()).frame.price.tolist()
    [1.5, 2.0]
    """
    if len(data) > LIMITS.bytes:
        what = f"it has {len(data) / 2**20:,.1f} MB; at most {LIMITS.bytes / 2**20:.0f} MB can be read."
        raise DataError("The file", what, "Keep only the rows and columns you need, or save it as Parquet.")
    kind = _kind(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about fonts and styles of a workbook
            found = tidy(raw(data, reading, kind), quoted(name, 60)[1:-1], reading)
    except DataError:
        raise
    except MemoryError:
        raise DataError("The file", "it needs too much memory.", "Keep only the rows and columns you need.") from None
    except Exception:  # libraries raise whatever they like at bytes that are not what they seem
        what = f"it starts like {NAMES[kind]}, but is broken or incomplete."
        raise DataError("The file", what, "Save or download it again.") from None
    if ENDINGS.get(name.rpartition(".")[2].lower(), kind) != kind:
        note = f"The file's name says otherwise, but it is {NAMES[kind]} and was read as such."
        return replace(found, notes=(note, *found.notes))
    return found


def raw(data: bytes, reading: Reading, kind: str = "") -> Raw:
    """The cells of a file as they stand there. Raises whatever its bytes make of the libraries."""
    return importlib.import_module(f"metacore.tables.formats.{kind or _kind(data)}").parse(data, reading)


def _kind(data: bytes) -> str:
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"PK\3\4"):
        return _packed(data)
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    for other in OTHERS:
        if start.lower().startswith(other.start.lower()):
            raise DataError("The file", other.what, other.todo)
    return "text"


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = set(packed.namelist())
            opened = packed.read("mimetype")[:60] if "mimetype" in names and len(names) < 100 else b""
    except Exception:
        raise DataError("The file", "it is packed, but broken or incomplete.", "Save or download it again.") from None
    if "xl/workbook.xml" in names:
        return "excel"
    if b"opendocument.spreadsheet" in opened:
        raise DataError("The file", "it is an OpenDocument spreadsheet.", "Save it as .xlsx or CSV.")
    if "[Content_Types].xml" in names:
        raise DataError("The file", "it is an Office document without a readable workbook.", TODO)
    raise DataError("The file", "it is packed (zip).", "Unpack it and choose the file inside.")

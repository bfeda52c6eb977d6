"""Files that visitors bring: one of each good kind, and many bad ones with what has to be said about them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = [(f"shop {n // 12}", n % 7 + 0.5, n % 5, 3 * (n % 7) + n // 12) for n in range(96)]
HEADER = ("shop", "size", "age", "price")


def csv(rows: list[tuple[Any, ...]] = ROWS, header: tuple[Any, ...] = HEADER, separator: str = ",") -> bytes:
    return "\n".join(separator.join(map(str, row)) for row in (header, *rows)).encode()


def xlsx(rows: list[tuple[Any, ...]] = ROWS, header: tuple[Any, ...] = HEADER) -> bytes:
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(**columns: Any) -> bytes:
    out = io.BytesIO()
    full = columns or {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
    pq.write_table(pa.table(full), out)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def repacked(**parts: bytes) -> bytes:
    """A good workbook with other content in some parts; ``sheet1`` is the sheet."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as file:
        content = {name: file.read(name) for name in file.namelist()}
    return packed(content | {f"xl/worksheets/{name}.xml": part for name, part in parts.items()})


@cache
def bomb() -> bytes:
    return repacked(sheet1=b"<worksheet>" + b" " * (400 * 2**20))


def liar() -> bytes:
    """A bomb whose directory says that it is small."""
    data = bytearray(bomb())
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(data)


def sheet(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    second = book.create_sheet("data")
    for row in (HEADER, *ROWS):
        second.append(row)
    return _saved(book)


GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "comma": ("shops.csv", csv),
    "semicolon": ("shops.csv", lambda: csv(separator=";").replace(b".5", b",5")),
    "tab": ("shops.tsv", lambda: csv(separator="\t")),
    "utf-8 with a mark": ("shops.csv", lambda: b"\xef\xbb\xbf" + csv()),
    "utf-16": ("shops.csv", lambda: csv().decode().encode("utf-16")),
    "utf-16 without a mark": ("shops.csv", lambda: csv().decode().encode("utf-16-le")),
    "other line ends": ("shops.csv", lambda: csv().replace(b"\n", b"\r\n")),
    "old line ends": ("shops.csv", lambda: csv().replace(b"\n", b"\r")),
    "named separator": ("shops.csv", lambda: b"sep=|\n" + csv(separator="|")),
    "empty lines": ("shops.csv", lambda: b"\n\n" + csv().replace(b"\n", b"\n\n") + b"\n,,,\n"),
    "Excel": ("shops.xlsx", xlsx),
    "Parquet": ("shops.parquet", parquet),
}


class Case(NamedTuple):
    """A file, and what its sentence has to contain: where, what, and what to do."""

    file: str
    data: Callable[[], bytes]
    says: tuple[str, ...]


def _bytes(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _with(row: str) -> Callable[[], bytes]:
    return lambda: csv() + b"\n" + row.encode()


# fmt: off
REFUSED = {
    "empty": Case("a.csv", _bytes(b""), ("The file", "empty", "header and rows")),
    "blank": Case("a.csv", _bytes(b" \n\n ;;\n"[:4]), ("The file", "empty")),
    "header only": Case("a.csv", _bytes(b"shop,size\n"), ("The file", "no rows", "Add a row")),
    "header only, Excel": Case("a.xlsx", lambda: xlsx([]), ("The file", "no rows")),
    "header only, Parquet": Case("a.parquet", lambda: parquet(a=pa.array([], pa.int64())), ("The file", "no rows")),
    "empty workbook": Case("a.xlsx", lambda: _saved(openpyxl.Workbook()), ("sheets are empty", "Choose a file")),
    "a million rows": Case("a.csv", lambda: b"a,b\n" + b"1,2\n" * 10**6, ("The file", "300,000 rows", "fewer")),
    "a million rows, Parquet": Case("a.parquet", lambda: parquet(a=pa.array(range(10**6)), b=pa.array([1] * 10**6)),
                                    ("The file", "more than 300,000 rows", "fewer")),
    "10,000 columns": Case("a.csv", lambda: b",".join(b"c%d" % n for n in range(10**4)) + b"\n" + b"1," * 9999 + b"1",
                           ("The file", "10,000 columns", "at most 1,000", "fewer columns")),
    "columns, Parquet": Case("a.parquet", lambda: parquet(**{f"c{n}": [1] for n in range(1001)}), ("1,001 columns",)),
    "a cell far out": Case("a.xlsx", lambda: repacked(sheet1=sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
                           ("column XFD", "at most 1,000", "Keep only the columns")),
    "too many cells": Case("a.csv", lambda: csv([(1,) * 1000] * 6001, tuple(range(1000))), ("6,000,000 cells",)),
    "too large": Case("a.csv", lambda: b"a,b\n" + b"x" * 26 * 2**20, ("26.0 MB", "at most 25 MB", "Parquet")),
    "a wide row": Case("a.csv", _with("x,1,2,3,4"), ("Line 98", "column 5", "header has 4", "stray separator")),
    "an open quote": Case("a.csv", _with('"x,1,2,3'), ("Line 98", "quotation mark", "Close it")),
    "a stray quote": Case("a.csv", _with('"x"y,1,2,3'), ("Line 98", "quotation mark")),
    "a huge field": Case("a.csv", _with("y" * 20_000 + ",1,2,3"), ("Line 98", "column 1", "20,000", "Shorten")),
    "a giant field": Case("a.csv", _with("y" * 2_000_000 + ",1,2,3"), ("Line 98", "far too long", "quotation mark")),
    "a huge field, Parquet": Case("a.parquet", lambda: parquet(a=["x", "y" * 20_000]), ("Row 2", "column 1", "20,000")),
    "NUL bytes": Case("a.csv", _with("x\0,1,2,3"), ("Line 98", "no text", "0x00")),
    "random bytes": Case("a.csv", _bytes(bytes(range(256)) * 9), ("Line 1", "no text")),
    "broken UTF-16": Case("a.csv", _bytes(b"\xff\xfea\0,\0b"), ("UTF-16", "broken at byte", "CSV UTF-8")),
    "broken UTF-8": Case("a.csv", _bytes(b"\xef\xbb\xbfa,b\n\xff,1"), ("UTF-8", "broken at byte 4")),
    "a cut workbook": Case("a.xlsx", lambda: xlsx()[:-400], ("packed, but broken", "again")),
    "a cut Parquet": Case("a.parquet", lambda: parquet()[:-20], ("Parquet", "broken or incomplete", "again")),
    "a scrambled workbook": Case("a.xlsx", lambda: repacked(sheet1=b"<row><<<"), ("Excel workbook", "broken")),
    "an old workbook": Case("a.xls", _bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600), (".xls", "Save it as .xlsx")),
    "a zip bomb": Case("a.xlsx", bomb, ("The file", "would unpack to 400 MB", "at most 320 MB")),
    "a lying zip bomb": Case("a.xlsx", liar, ("Excel workbook", "broken or incomplete")),
    "definitions in XML": Case("a.xlsx", lambda: repacked(sheet1=b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
                               ("definitions that no workbook needs", "save it again")),
    "a zip": Case("a.csv", lambda: packed({"a.csv": csv()}), ("packed (zip)", "Unpack")),
    "a zip named .xlsx": Case("a.xlsx", lambda: packed({"a.csv": csv()}), ("packed (zip)", "Unpack")),
    "a Word document": Case("a.xlsx", lambda: packed({"[Content_Types].xml": b"", "word/document.xml": b""}),
                            ("Office document without a readable workbook", "CSV")),
    "OpenDocument": Case("a.ods", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
                         ("OpenDocument", "Save it as .xlsx")),
    "gzip": Case("a.csv.gz", _bytes(b"\x1f\x8b\x08\0\0\0"), ("packed (gzip)", "Unpack")),
    "a picture": Case("a.csv", _bytes(b"\x89PNG\r\n\x1a\n"), ("picture (PNG)", "Save the table as CSV")),
    "a PDF": Case("a.csv", _bytes(b"%PDF-1.7"), ("PDF", "Save the table as CSV")),
    "a web page": Case("a.csv", _bytes(b"\n<!DOCTYPE html><table>"), ("web page", "Save the table as CSV")),
    "JSON": Case("a.csv", _bytes(b'{"a": [1, 2]}'), ("JSON", "Save the table as CSV")),
    "only nested columns": Case("a.parquet", lambda: parquet(a=[[1], [2]]), ("The file", "empty")),
}
USELESS = {
    "one row": Case("a.csv", lambda: csv(ROWS[:1]), ("The file", "only 1 row", "at least 5 tasks")),
    "one column": Case("a.csv", lambda: csv([(n,) for n in range(20)], ("a",)), ("single column", "tabs")),
    "only names": Case("a.csv", lambda: csv([(f"a{n}", f"b{n}") for n in range(60)], ("a", "b")), ("text", "bands")),
}
NOTED = {
    "duplicated headers": Case("a.csv", lambda: csv(header=("a", "a", "a", "b")), ("Column 2", "“a”", "“a (2)”")),
    "a nameless column": Case("a.csv", lambda: csv(header=("", "a", "b", "c")), ("Column 1", "no name", "“column 1”")),
    "numbers for names": Case("a.csv", lambda: csv(header=(1, 2, 3, 4)), ("first row", "row of names above")),
    "unicode in headers": Case("a.csv", lambda: csv(header=("店", "Größe", "возраст", "💶")), ()),
    "direction marks": Case("a.csv", lambda: csv(header=("\u202ea", "a", "b", "c")), ("Column 2", "“a (2)”")),
    "infinities": Case("a.csv", _with("x,inf,1e999,1"), ("Column “size”", "1 cell infinite", "“inf” in line 98")),
    "mixed types": Case("a.csv", _with("x,big,1,1"), ("Column “size”", "1 cell without a number", "“big” in line 98")),
    "half text": Case("a.csv", lambda: csv([*ROWS, *[("x", "big", 1, 1)] * 40]), ("“size”", "mixes numbers and text")),
    "failed formulas": Case("a.csv", _with("x,#DIV/0!,1,1"), ()),
    "decimal commas": Case("a.csv", GOOD["semicolon"][1], ("Column “size”", "decimal commas")),
    "Latin-1": Case("a.csv", _bytes("Größe,b\n1,2\n".encode("latin-1")), ("not in UTF-8", "Western European")),
    "short rows": Case("a.csv", _with("x,1"), ("1 line with fewer cells", "at the end")),
    "renamed workbook": Case("a.csv", xlsx, ("name says otherwise", "Excel workbook")),
    "renamed Parquet": Case("a.xlsx", parquet, ("name says otherwise", "Parquet")),
    "renamed CSV": Case("a.xlsx", csv, ("name says otherwise", "text file")),
    "an empty column": Case("a.csv", lambda: csv([(*row, "") for row in ROWS], (*HEADER, "x")), ("“x” is empty",)),
    "unsaved formulas": Case("a.xlsx", lambda: xlsx([(*row, "=1+1") for row in ROWS], (*HEADER, "sum")),
                             ("Formulas have a value", "has saved the file")),
    "nested columns": Case("a.parquet", lambda: parquet(a=[1, 2], b=[[1], [2]]), ("Column “b”", "list", "left out")),
    "two sheets": Case("a.xlsx", two_sheets, ("Of 2 sheets", "“data” holds the most", "“Sheet”")),
    "scripts": Case("a.csv", _with("<script>alert(1)</script>,=HYPERLINK(1),@x,+1"), ("“=HYPERLINK(1)” in line 98",)),
}
# fmt: on

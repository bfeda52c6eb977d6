"""From bytes to text: what encoding a file is in, said by its first bytes, found by a detector, or chosen by hand."""

from __future__ import annotations

from metacore.tables.columns import DataError
from metacore.tables.formats.detecting import detected

SAVE = "Save the table as “CSV UTF-8” or .xlsx and try again."
ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32": "UTF-32",
    "gb18030": "Chinese (GB18030, GBK)", "big5": "traditional Chinese (Big5)", "cp932": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC-JP)", "cp949": "Korean (EUC-KR)", "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)", "cp1252": "Western European (Windows-1252)", "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)", "cp1255": "Hebrew (Windows-1255)", "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)", "cp1258": "Vietnamese (Windows-1258)", "koi8_r": "Russian (KOI8-R)",
    "koi8_u": "Ukrainian (KOI8-U)", "latin-1": "Western European (Latin-1)",
}  # fmt: skip
MARKS = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
)  # fmt: skip


def decoded(data: bytes, chosen: str = "") -> tuple[str, str, list[str]]:
    """The text of a file, the encoding it was read in, and what is to be said of that. Raises DataError.

    >>> decoded("Größe;Münze".encode("cp1252"))[:2]
    ('Größe;Münze', 'cp1252')
    """
    if chosen:
        return _chosen(data, chosen), chosen, []
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data, encoding), encoding, []
    sample = data[:2000]
    if sample.count(0) > len(sample) / 4:  # every other byte: UTF-16 that doesn't say so
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        try:
            return data.decode(encoding), encoding, []
        except UnicodeDecodeError:
            return data.decode("latin-1"), "latin-1", []  # something else: its bytes that are no text will be named
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        encoding = detected(data)
        note = f"The file is not in UTF-8; by its bytes it was read as {ENCODINGS[encoding]} text: look at the letters."
        return data.decode(encoding), encoding, [note]


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as fault:
        what = f"it starts as {ENCODINGS[encoding]} text, but is broken at byte {fault.start:,}."
        raise DataError("The file", what, SAVE) from None


def _chosen(data: bytes, encoding: str) -> str:
    if encoding not in ENCODINGS:
        raise DataError("The file", f"its encoding can't be “{encoding[:20]}”.", f"Use one of {', '.join(ENCODINGS)}.")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        what = f"it is no {ENCODINGS[encoding]} text: its byte {fault.start:,} does not fit."
        raise DataError("The file", what, "Choose another encoding.") from None

"""Which encoding the bytes of a text that is no UTF-8 are in.

charset-normalizer tells scripts apart. Tables hold few words, on which it is unsure among neighbours; so the sets of
East Asia are told apart by where their common characters stand (Lunde 2009, CJKV Information Processing, chapter 3),
and the Latin pages by the letters that their languages use.
"""

from __future__ import annotations

import re

CELL = re.compile(rb'[,;\t\r\n"]+')
ENOUGH = 50_000  # bytes that are looked at
SURE = 0.9  # of the characters are common ones
# The bytes of common characters; of sets that fit equally well, the first is taken.
COMMON = {
    "cp949": rb"[\xb0-\xc8][\xa1-\xfe]",
    "cp932": rb"[\x82\x83\x88-\x97][\x40-\xfc]",
    "big5": rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]",
    "gb18030": rb"[\xb0-\xd7][\xa1-\xfe]",
    "euc_jp": rb"[\xa4\xa5\xb0-\xcf][\xa1-\xfe]",
}
LATIN = {
    "cp1252": "äöüßéèêëàâáåçñíìîïóòôøúùûœæ",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűäöüßâăîşţ",
    "cp1254": "çğıİöşüâîû",
    "cp1257": "āčēģīķļņšūžąęėįųõäöü",
    "cp1258": "àáâãèéêìíòóôõùúýăđơư\u0300\u0301\u0303\u0309\u0323",
}
SIGNS = set("€°²³µ§–—’‘“”„«»¿¡…·½£₫№\N{NO-BREAK SPACE}")
OTHERS = ("koi8_r", "cp1251", "cp1253", "cp1255", "cp1256")


def detected(data: bytes) -> str:
    """The likeliest encoding of bytes that are no UTF-8.

    >>> detected("Größe,Zürich".encode("cp1252")), detected("门店甲,是,否".encode("gbk"))
    ('cp1252', 'gb18030')
    """
    cells = _telling(data)
    fits = [name for name in (*COMMON, *LATIN, *OTHERS) if _fits(data, name)]
    shares = {name: _share(cells, name) for name in fits if name in COMMON}
    if shares and max(shares.values()) >= SURE:
        return max(shares, key=lambda name: shares[name])
    import charset_normalizer

    found = charset_normalizer.from_bytes(cells, cp_isolation=fits).best() if fits else None
    best = found.encoding if found else ""
    latin = [name for name in LATIN if name in fits]
    if latin and (not best or best in LATIN):
        return min(latin, key=lambda name: _strange(cells, name))
    return best if best in fits else "latin-1"


def _telling(data: bytes) -> bytes:
    """The distinct cells that tell anything."""
    cells = dict.fromkeys(cell for cell in CELL.split(data[: 100 * ENOUGH]) if not cell.isascii())
    text = b"\n".join(cells)
    return text if len(text) <= ENOUGH else text[:ENOUGH].rpartition(b"\n")[0]


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _share(cells: bytes, encoding: str) -> float:
    """The share of an encoding's common characters among all that are no ASCII."""
    signs = [sign for sign in cells.decode(encoding, "ignore") if not sign.isascii()]
    common = re.compile(COMMON[encoding])
    return sum(bool(common.fullmatch(sign.encode(encoding))) for sign in signs) / max(len(signs), 1)


def _strange(cells: bytes, encoding: str) -> int:
    """How many letters are none that the languages of a Latin page use."""
    usual = {*LATIN[encoding], *LATIN[encoding].upper(), *SIGNS}
    return sum(not sign.isascii() and sign not in usual for sign in cells.decode(encoding, "ignore"))

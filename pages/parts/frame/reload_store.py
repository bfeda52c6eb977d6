"""What a reload must not lose, kept for a while under the browser's own cookie and the address."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

import streamlit as st

_LIMIT = 64
_kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
_lock = Lock()


def keep(query: str, thing: Any) -> None:
    """Keeps ``thing`` for this browser at this address; the oldest of too many things is let go."""
    if browser := _browser(st.context.cookies.get("_streamlit_xsrf", "")):
        with _lock:
            _kept[browser, query] = thing
            _kept.move_to_end((browser, query))
            while len(_kept) > _LIMIT:
                _kept.popitem(last=False)


def find(query: str) -> Any | None:
    """What was kept for this browser at this address."""
    return _kept.get((_browser(st.context.cookies.get("_streamlit_xsrf", "")), query))


def _browser(cookie: str) -> str:
    """What stays the same in the cookie that the server gives every browser, and that no other browser knows.

    "version|mask|masked token|time": every answer masks the token anew.

    >>> _browser("2|01020304|0100030405|9") == _browser("2|00000000|0002000004|7")
    True
    """
    match cookie.split("|"):
        case ["2", mask, masked, _] if mask:
            key, token = bytes.fromhex(mask), bytes.fromhex(masked)
            return bytes(byte ^ key[place % len(key)] for place, byte in enumerate(token)).hex()
    return cookie

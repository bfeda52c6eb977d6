"""What a reload must not lose, kept for a while under the browser's own cookie and the address."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

import streamlit as st

from pages.parts.server.browser import browser_of

_LIMIT = 64
_kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
_lock = Lock()


def keep(query: str, thing: Any) -> None:
    """Keeps ``thing`` for this browser at this address; the oldest of too many things is let go."""
    if browser := browser_of(st.context.cookies):
        with _lock:
            _kept[browser, query] = thing
            _kept.move_to_end((browser, query))
            while len(_kept) > _LIMIT:
                _kept.popitem(last=False)


def find(query: str) -> Any | None:
    """What was kept for this browser at this address."""
    return _kept.get((browser_of(st.context.cookies), query))

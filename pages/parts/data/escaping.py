"""Words of a visitor's file on the page: shown as they are, never as markup."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it unchanged: no links, no pictures, no formulas, no colours.

    >>> escaped("![a](http://b)")
    '\\\\!\\\\[a\\\\]\\\\(http\\\\:\\\\/\\\\/b\\\\)'
    """
    return _SIGNS.sub(r"\\\1", text)

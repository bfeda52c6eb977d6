"""Who asks: the browser, told by the cookie that the server gives to each."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

COOKIE = "_streamlit_xsrf"


def browser_of(cookies: Mapping[str, str]) -> str:
    """What stays the same in a browser's cookie, and no other browser knows; nothing where there is no such cookie.

    The cookie is "version|mask|masked token|time": every answer masks the token anew.

    >>> browser_of({COOKIE: "2|01020304|0100030405|9"}) == browser_of({COOKIE: "2|00000000|0002000004|7"}) != ""
    True
    """
    token, _ = decode_xsrf_token_string(cookies.get(COOKIE, ""))
    return token.hex() if token else ""

"""A browser is known by its cookie, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from pages.parts.server.browser import COOKIE, browser_of

BROKEN = [
    "", "2|zz|zz|1", "2|0|0|0", "2|ab||", "2|||", "|||", "2|", "x" * 5000, "2|ab|" + "cd" * 100 + "|1", "2|01020304||9",
    "2|01020304|0100030405|soon", "2|é|é|1", "３|01020304|01|1", '"', "1|2|3|4|5",
]  # fmt: skip


@pytest.mark.parametrize("cookie", BROKEN)
def test_a_broken_cookie_is_no_browser(cookie: str) -> None:
    assert browser_of({COOKIE: cookie}) == ""


@given(some.text() | some.from_regex(r"2\|[0-9a-f]*\|[0-9a-f]*\|[0-9]*"))
def test_any_cookie_is_read(cookie: str) -> None:
    assert isinstance(browser_of({COOKIE: cookie}), str)


@given(some.binary(min_size=16, max_size=16), some.binary(min_size=16, max_size=16))
def test_a_browser_is_the_same_under_every_mask_and_no_other(one: bytes, other: bytes) -> None:
    first, again, another = (browser_of({COOKIE: generate_xsrf_token_string(it)}) for it in (one, one, other))
    assert first == again and (first == another) == (one == other)


def test_without_a_cookie_there_is_no_browser() -> None:
    assert browser_of({"another": "2|01020304|0100030405|9"}) == ""
